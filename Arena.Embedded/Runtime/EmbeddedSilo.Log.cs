using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Arena.Embedded.Runtime;

internal static partial class EmbeddedSiloLog
{
    [LoggerMessage(1, LogLevel.Information,
        "Arena.Embedded hosts {Count} grain classes in this one process. It is no cluster and never will be one: for that, build with ArenaStack=cluster.")]
    public static partial void Started(this ILogger log, int count);

    [LoggerMessage(2, LogLevel.Error, "{Grain} could not be activated; its waiting calls fail, the next call tries again.")]
    public static partial void ActivationFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(3, LogLevel.Error, "{Grain} did not deactivate cleanly.")]
    public static partial void DeactivationFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(4, LogLevel.Warning, "{Grain} deactivates although a request is still in progress after {Timeout}.")]
    public static partial void RequestsOutlasted(this ILogger log, GrainId grain, TimeSpan timeout);

    [LoggerMessage(5, LogLevel.Warning, "The host stops with {Count} grains that have not finished deactivating.")]
    public static partial void StoppedWithActivations(this ILogger log, int count);

    [LoggerMessage(6, LogLevel.Error, "A timer tick of {Grain} failed; the timer goes on.")]
    public static partial void TimerTickFailed(this ILogger log, Exception exception, GrainId grain);

    [LoggerMessage(7, LogLevel.Warning, "The one-way call {Method} of {Grain} failed.")]
    public static partial void OneWayCallFailed(this ILogger log, Exception exception, object method, GrainId grain);

    [LoggerMessage(8, LogLevel.Error, "Reminder {Reminder} of {Grain} failed; it goes on.")]
    public static partial void ReminderFailed(this ILogger log, Exception exception, string reminder, GrainId grain);

    [LoggerMessage(9, LogLevel.Warning, "Reminder {Reminder} of {Grain} is stored, but no grain class has that name; it waits.")]
    public static partial void ReminderWithoutGrain(this ILogger log, string reminder, GrainId grain);
}
