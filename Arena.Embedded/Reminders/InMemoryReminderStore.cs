using System.Collections.Concurrent;

namespace Arena.Embedded;

/// <summary>Reminders for as long as this object lives.</summary>
public sealed class InMemoryReminderStore : IReminderStore
{
    private readonly ConcurrentDictionary<(string, string), ReminderRecord> records = new();

    public Task<IReadOnlyList<ReminderRecord>> ReadAllAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ReminderRecord>>([.. records.Values]);

    public Task WriteAsync(ReminderRecord reminder)
    {
        records[(reminder.Grain, reminder.Name)] = reminder;
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string grain, string name)
    {
        records.TryRemove((grain, name), out _);
        return Task.CompletedTask;
    }
}
