namespace Arena.Embedded;

/// <summary>Where reminders outlive the process. Calls for different reminders may come at the same time.</summary>
public interface IReminderStore
{
    /// <summary>All reminders, in no particular order.</summary>
    Task<IReadOnlyList<ReminderRecord>> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Stores the reminder; one of the same grain and name is replaced.</summary>
    Task WriteAsync(ReminderRecord reminder);

    /// <summary>Removes the reminder if it is there.</summary>
    Task RemoveAsync(string grain, string name);
}
