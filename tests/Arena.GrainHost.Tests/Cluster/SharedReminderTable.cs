namespace Arena.GrainHost.Tests.Cluster;

/// <summary>Reminders that outlive a test cluster; Orleans' memory reminders die with the silos.</summary>
public sealed class SharedReminderTable : IReminderTable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(GrainId, string), ReminderEntry> rows = [];
    private int version;

    public Task Init() => Task.CompletedTask;

    public Task<ReminderTableData> ReadRows(GrainId grainId) => Rows(row => row.GrainId == grainId);

    // The range runs round a ring: (begin, end], and past its end when begin is not below end.
    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Rows(row =>
    {
        var hash = row.GrainId.GetUniformHashCode();
        return begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;
    });

    public Task<ReminderEntry> ReadRow(GrainId grainId, string reminderName)
    {
        lock (gate)
            return Task.FromResult(rows.GetValueOrDefault((grainId, reminderName))!);
    }

    public Task<string> UpsertRow(ReminderEntry entry)
    {
        lock (gate)
        {
            entry.ETag = $"{++version}";
            rows[(entry.GrainId, entry.ReminderName)] = entry;
            return Task.FromResult(entry.ETag);
        }
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        lock (gate)
        {
            return Task.FromResult(rows.TryGetValue((grainId, reminderName), out var row) && row.ETag == eTag
                && rows.Remove((grainId, reminderName)));
        }
    }

    public Task TestOnlyClearTable()
    {
        lock (gate)
            rows.Clear();
        return Task.CompletedTask;
    }

    private Task<ReminderTableData> Rows(Func<ReminderEntry, bool> filter)
    {
        lock (gate)
            return Task.FromResult(new ReminderTableData(rows.Values.Where(filter).ToArray()));
    }
}
