using System.Collections.Immutable;

namespace Arena.Core.Runs;

/// <summary>What has to be recorded before a transcript that another host left behind can go on. Pure.</summary>
public static class RunRecovery
{
    /// <summary>
    /// The repairing events, without number and time: an open model call becomes abandoned, its reservation unsettled. An open
    /// tool call needs none: the claim that follows voids it, and the workspace comes back from the last tree that counts.
    /// </summary>
    /// <param name="state">The fold of the transcript as it was found.</param>
    /// <param name="reason">Why the end of an open call was not seen.</param>
    /// <param name="mayHaveLeft">False only where the call is known not to have left: then nothing of it can be billed.</param>
    public static ImmutableArray<RunEvent> Repair(
        RunState state, string reason = "the host that made it is gone", bool mayHaveLeft = true) =>
        state.OpenCall is { } open
            ? [new ModelCallAbandoned(open.Call, open.Attempt, mayHaveLeft ? open.ReservedUsd : 0m, reason)]
            : [];
}
