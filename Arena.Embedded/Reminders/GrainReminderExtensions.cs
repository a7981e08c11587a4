using Arena.Embedded.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Reminders of a grain. They outlive activation and process, and activate the grain to tell it.</summary>
public static class GrainReminderExtensions
{
    /// <summary>Stores the reminder, then starts it; one of that name is replaced.</summary>
    /// <param name="dueTime">Until the first tick.</param>
    /// <param name="period">Between ticks; at least <see cref="Orleans.Hosting.ReminderOptions.MinimumReminderPeriod"/>.</param>
    /// <exception cref="ArgumentException">The period is too short.</exception>
    /// <exception cref="InvalidOperationException">The grain is no <see cref="IRemindable"/>, or no reminder service was added.</exception>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this Grain grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        Service(grain).RegisterAsync(grain.GrainContext.GrainId, reminderName, dueTime, period);

    /// <inheritdoc cref="RegisterOrUpdateReminder(Grain, string, TimeSpan, TimeSpan)"/>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        Service(grain).RegisterAsync(grain.GrainContext.GrainId, reminderName, dueTime, period);

    /// <summary>Ends the reminder; a tick in progress still completes.</summary>
    public static Task UnregisterReminder(this Grain grain, IGrainReminder reminder) =>
        Service(grain).UnregisterAsync(grain.GrainContext.GrainId, reminder);

    /// <inheritdoc cref="UnregisterReminder(Grain, IGrainReminder)"/>
    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) =>
        Service(grain).UnregisterAsync(grain.GrainContext.GrainId, reminder);

    /// <summary>The reminder of that name, or null.</summary>
    public static Task<IGrainReminder?> GetReminder(this Grain grain, string reminderName) =>
        Task.FromResult(Service(grain).Find(grain.GrainContext.GrainId, reminderName));

    /// <inheritdoc cref="GetReminder(Grain, string)"/>
    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName) =>
        Task.FromResult(Service(grain).Find(grain.GrainContext.GrainId, reminderName));

    /// <summary>All reminders of the grain.</summary>
    public static Task<List<IGrainReminder>> GetReminders(this Grain grain) =>
        Task.FromResult(Service(grain).FindAll(grain.GrainContext.GrainId));

    /// <inheritdoc cref="GetReminders(Grain)"/>
    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain) =>
        Task.FromResult(Service(grain).FindAll(grain.GrainContext.GrainId));

    private static ReminderService Service(IGrainBase grain)
    {
        if (grain is not IRemindable)
            throw new InvalidOperationException($"{grain.GetType()} uses reminders but does not implement {nameof(IRemindable)}.");
        return grain.GrainContext.ActivationServices.GetService<ReminderService>()
            ?? throw new InvalidOperationException("No reminder service was added to the silo (UseInMemoryReminderService, UseFileReminderService).");
    }
}
