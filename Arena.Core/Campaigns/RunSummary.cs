using Arena.Core.Outcomes;
using Arena.Core.Runs;

namespace Arena.Core.Campaigns;

/// <summary>A run in a line: absolute totals, with the number of the event that they stand for.</summary>
/// <param name="Task">Task id.</param>
/// <param name="N">Repetition, from 1.</param>
/// <param name="Seq">Number of the run's event.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Outcome">What came of it, once finished.</param>
/// <param name="FailureMode">How it failed, if it did.</param>
/// <param name="Reason">Why, for an infrastructure error or a cancellation.</param>
/// <param name="Attempts">How many attempts it has had.</param>
/// <param name="Turns">Turns of the current attempt.</param>
/// <param name="ToolCalls">Tool calls of the current attempt.</param>
/// <param name="Totals">What all attempts used.</param>
/// <param name="StartedAt">When the first attempt was created.</param>
/// <param name="WallMs">From then to the last event, in milliseconds.</param>
/// <param name="Signals">What is worth knowing beside the verdict; null where there is none. Read from the transcript, not sent between grains.</param>
public sealed record RunSummary(
    string Task,
    int N,
    long Seq,
    RunStatus Status,
    RunOutcome? Outcome,
    FailureMode? FailureMode,
    string? Reason,
    int Attempts,
    int Turns,
    int ToolCalls,
    RunTotals Totals,
    DateTimeOffset? StartedAt,
    long WallMs,
    RunSignals? Signals = null)
{
    /// <summary>A run that has not begun.</summary>
    public static RunSummary Waiting(string task, int n) =>
        new(task, n, 0, RunStatus.Waiting, null, null, null, 0, 0, 0, RunTotals.None, null, 0);

    /// <summary>The summary of a transcript.</summary>
    public static RunSummary Of(string task, int n, RunState state)
    {
        if (state.Created is null)
            return Waiting(task, n);
        return new RunSummary(
            task,
            n,
            state.Seq,
            state switch
            {
                { IsOver: true } => RunStatus.Finished,
                { Paused: true } => RunStatus.Paused,
                _ => RunStatus.Running,
            },
            state.Finished?.Outcome,
            state.Finished?.FailureMode,
            state.Finished?.Reason,
            state.Created.Attempt,
            state.Totals.Turns,
            state.Totals.ToolCalls,
            state.AllTotals,
            state.StartedAt,
            (long)(state.LastAt!.Value - state.StartedAt!.Value).TotalMilliseconds,
            state.Finished?.Signals);
    }
}
