using Arena.Core.Campaigns;
using Arena.Core.Outcomes;
using Arena.Core.Runs;

namespace Arena.Results.Metrics;

/// <summary>
/// What a run took, a fold of its transcript. What was paid for (tokens, cost) counts all attempts; how the model worked (turns,
/// calls, times, signals) is told of the last one. Null is unknown or does not exist, and never 0 for that.
/// </summary>
/// <param name="Task">Task id.</param>
/// <param name="N">Repetition, from 1.</param>
/// <param name="Status">Where the run is; a run under way is told as far as it is.</param>
/// <param name="Outcome">What came of it; null while nothing has.</param>
/// <param name="FailureMode">How it failed, if it did.</param>
/// <param name="Attempts">How many attempts it has had; 0 where it has not begun.</param>
/// <param name="Turns">Model calls that completed.</param>
/// <param name="ToolCalls">Tool calls that got a result; those that a limit cut off are not counted.</param>
/// <param name="ValidToolCalls">Of those, the ones that were made.</param>
/// <param name="InvalidToolCalls">Of those, the ones of tools or with arguments that do not exist.</param>
/// <param name="FailedToolCalls">Of the valid ones, those that failed or were stopped at their time limit, declared faults included.</param>
/// <param name="RedundantToolCalls">Of the valid ones, those that repeat an identical one with no change of the workspace between.</param>
/// <param name="PromptTokens">Prompt tokens, cached ones included.</param>
/// <param name="CachedTokens">Prompt tokens read from a cache.</param>
/// <param name="OutputTokens">Output tokens, reasoning included.</param>
/// <param name="ReasoningTokens">Output tokens spent on reasoning.</param>
/// <param name="CostUsd">Price of completed calls in US dollars.</param>
/// <param name="UnsettledUsd">Reservations of calls that may have been billed, in US dollars; no part of the cost.</param>
/// <param name="WallMs">From the start of the first attempt to the last event, in milliseconds; null where it has not begun.</param>
/// <param name="ModelMs">Model latency in milliseconds, failed calls included.</param>
/// <param name="ToolMs">Time of tool calls in milliseconds.</param>
/// <param name="WaitingMs">Time spent waiting for money, permits, retries and a free sandbox, in milliseconds.</param>
/// <param name="WorkingMs">Model and tool time together: what a task's time limit is judged by, in milliseconds.</param>
/// <param name="StepsToRecovery">The most tool calls that a recovery from a tool error took; null where there was none.</param>
/// <param name="Signals">What is worth knowing beside the verdict; null where there is no verdict.</param>
public sealed record RunMetrics(
    string Task,
    int N,
    RunStatus Status,
    RunOutcome? Outcome,
    FailureMode? FailureMode,
    int Attempts,
    int Turns,
    int ToolCalls,
    int ValidToolCalls,
    int InvalidToolCalls,
    int FailedToolCalls,
    int RedundantToolCalls,
    long? PromptTokens,
    long? CachedTokens,
    long? OutputTokens,
    long? ReasoningTokens,
    decimal? CostUsd,
    decimal UnsettledUsd,
    long? WallMs,
    long ModelMs,
    long ToolMs,
    long WaitingMs,
    long WorkingMs,
    int? StepsToRecovery,
    RunSignals? Signals)
{
    /// <summary>The metrics of a transcript, which may be empty or under way.</summary>
    /// <param name="task">Task id.</param>
    /// <param name="n">Repetition, from 1.</param>
    /// <param name="events">The run's events from the first.</param>
    /// <exception cref="InvalidOperationException">The events are no transcript.</exception>
    public static RunMetrics Of(string task, int n, IEnumerable<RunEvent> events)
    {
        var state = RunState.Fold(events);
        var summary = RunSummary.Of(task, n, state);
        var (conduct, last, paid) = (state.Conduct, state.Totals, state.AllTotals);
        return new RunMetrics(
            task, n, summary.Status, summary.Outcome, summary.FailureMode, summary.Attempts,
            last.Turns,
            last.ToolCalls,
            last.ToolCalls - conduct.InvalidCalls,
            conduct.InvalidCalls,
            conduct.FailedCalls,
            conduct.RedundantCalls,
            paid.Usage.Input,
            paid.Usage.CacheRead,
            paid.Usage.Output,
            paid.Usage.Reasoning,
            paid.CostUsd,
            paid.UnsettledUsd,
            state.Created is null ? null : summary.WallMs,
            last.ModelMs,
            last.ToolMs,
            last.WaitingMs,
            last.ModelMs + last.ToolMs,
            conduct.StepsToRecovery,
            summary.Signals);
    }
}
