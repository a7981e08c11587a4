using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>How a grain timer ticks.</summary>
[method: SetsRequiredMembers]
public readonly struct GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
{
    /// <summary>Until the first tick; infinite: not before <see cref="IGrainTimer.Change"/>.</summary>
    public required TimeSpan DueTime { get; init; } = dueTime;

    /// <summary>From the end of a tick to the next; infinite: one tick only.</summary>
    public required TimeSpan Period { get; init; } = period;

    /// <summary>Whether a tick may start while a request is in progress. Default: it waits like a request.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether a tick counts as use, so that the activation is not collected as idle. Default: it does not.</summary>
    public bool KeepAlive { get; init; }
}
