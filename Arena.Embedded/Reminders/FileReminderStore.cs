using Arena.Embedded.Runtime;

namespace Arena.Embedded;

/// <summary>Reminders in a folder, one JSON document each, replaced atomically. One process at a time.</summary>
public sealed class FileReminderStore(string folder) : IReminderStore
{
    public async Task<IReadOnlyList<ReminderRecord>> ReadAllAsync(CancellationToken cancellationToken)
    {
        List<ReminderRecord> records = [];
        if (!Directory.Exists(folder))
            return records;
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await JsonFile.ReadAsync<ReminderRecord>(path) is { } record)
                records.Add(record);
        }

        return records;
    }

    public Task WriteAsync(ReminderRecord reminder) => JsonFile.WriteAsync(PathOf(reminder.Grain, reminder.Name), reminder);

    public Task RemoveAsync(string grain, string name)
    {
        if (Directory.Exists(folder))
            File.Delete(PathOf(grain, name));
        return Task.CompletedTask;
    }

    private string PathOf(string grain, string name) => Path.Combine(folder, JsonFile.Name(grain, name) + ".json");
}
