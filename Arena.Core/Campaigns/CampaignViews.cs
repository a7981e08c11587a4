using System.Collections.Immutable;
using Arena.Core.Outcomes;

namespace Arena.Core.Campaigns;

/// <summary>A campaign as the API and the command line show it.</summary>
/// <param name="Id">Campaign id.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Suite">Suite id.</param>
/// <param name="SuiteDigest">Digest of the suite.</param>
/// <param name="Model">Id of the model card.</param>
/// <param name="ModelNotes">What a reader must know of the model, for example that this is a re-enactment; null for nothing.</param>
/// <param name="Harness">For example <c>arena-loop@1</c>, or <c>arena-loop@1 react</c> where tools are not shown natively.</param>
/// <param name="Repetitions">Runs per task.</param>
/// <param name="MaxParallelRuns">The most runs at a time.</param>
/// <param name="BudgetUsd">The cap in US dollars; null for none.</param>
/// <param name="BudgetPerRunUsd">The cap of each run in US dollars; null for none.</param>
/// <param name="AllowUnpriced">Whether it may run at an unknown price.</param>
/// <param name="Passed">Runs that passed.</param>
/// <param name="Failed">Runs that failed.</param>
/// <param name="InfrastructureErrors">Runs that nobody can judge.</param>
/// <param name="Finished">Runs that are over.</param>
/// <param name="Total">Runs in all.</param>
/// <param name="CostUsd">Price of completed calls in US dollars; null where a part of it is unknown.</param>
/// <param name="UnsettledUsd">Reservations of calls that may have been billed, in US dollars.</param>
/// <param name="CostPerPassUsd">Cost by passed run in US dollars; null where none passed or the cost is unknown.</param>
/// <param name="InputTokens">Prompt tokens; null where unknown.</param>
/// <param name="OutputTokens">Output tokens; null where unknown.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="FinishedAt">When all runs were over.</param>
/// <param name="PausedBecause">Who or what holds it; null where nothing does.</param>
/// <param name="Tasks">Task by task.</param>
/// <param name="Dialect">The dialect that was asked for in place of the card's; null where none was.</param>
public sealed record CampaignView(
    string Id,
    CampaignStatus Status,
    string Suite,
    string SuiteDigest,
    string Model,
    string? ModelNotes,
    string Harness,
    int Repetitions,
    int MaxParallelRuns,
    decimal? BudgetUsd,
    decimal? BudgetPerRunUsd,
    bool AllowUnpriced,
    int Passed,
    int Failed,
    int InfrastructureErrors,
    int Finished,
    int Total,
    decimal? CostUsd,
    decimal UnsettledUsd,
    decimal? CostPerPassUsd,
    long? InputTokens,
    long? OutputTokens,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    string? PausedBecause,
    ImmutableArray<TaskView> Tasks,
    string? Dialect = null);

/// <summary>A task of a campaign.</summary>
/// <param name="Task">Task id.</param>
/// <param name="Name">Its name in the field, for example <c>fix_failing_test</c>; null where this host has not the suite.</param>
/// <param name="Passed">Runs that passed.</param>
/// <param name="Finished">Runs that are over.</param>
/// <param name="Total">Runs in all.</param>
/// <param name="FailureModes">How often each failure mode came, by name.</param>
/// <param name="FailedRuns">Which runs failed how, in the order of repetitions.</param>
/// <param name="Signals">What is worth knowing beside the verdicts, in the order of repetitions.</param>
public sealed record TaskView(
    string Task,
    string? Name,
    int Passed,
    int Finished,
    int Total,
    ImmutableSortedDictionary<string, int> FailureModes,
    ImmutableArray<FailedRun> FailedRuns,
    ImmutableArray<SignalledRun> Signals);

/// <summary>A run that did not pass.</summary>
/// <param name="N">Repetition.</param>
/// <param name="Mode">The failure mode, or <c>infrastructure_error</c> or <c>cancelled</c>.</param>
public sealed record FailedRun(int N, string Mode);

/// <summary>A signal of a run.</summary>
/// <param name="N">Repetition.</param>
/// <param name="Signal">Its name, for example <c>no_engagement</c>.</param>
/// <param name="ModelMs">Model latency of the run in milliseconds: an answer without a look is told by how quick it was.</param>
public sealed record SignalledRun(int N, string Signal, long ModelMs);

/// <summary>A run of a campaign.</summary>
/// <param name="Task">Task id.</param>
/// <param name="N">Repetition, from 1.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Passed">Its verdict; null where there is none yet, or none can be given.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="FailureMode">How it failed.</param>
/// <param name="Reason">Why, for an infrastructure error or a cancellation.</param>
/// <param name="Attempts">How many attempts it has had.</param>
/// <param name="Turns">Turns of the current attempt.</param>
/// <param name="ToolCalls">Tool calls of the current attempt.</param>
/// <param name="InputTokens">Prompt tokens of all attempts; null where unknown.</param>
/// <param name="OutputTokens">Output tokens of all attempts; null where unknown.</param>
/// <param name="CostUsd">Price of completed calls of all attempts in US dollars; null where unknown.</param>
/// <param name="UnsettledUsd">Reservations of calls that may have been billed, in US dollars.</param>
/// <param name="WallMs">From the start to the last event, in milliseconds.</param>
/// <param name="ModelMs">Model latency in milliseconds.</param>
/// <param name="ToolMs">Tool time in milliseconds.</param>
/// <param name="WaitingMs">Waiting time in milliseconds.</param>
/// <param name="Events">Number of the last event of its transcript.</param>
/// <param name="StartedAt">When its first attempt was created.</param>
/// <param name="Signals">What is worth knowing beside the verdict; null where there is none.</param>
public sealed record RunView(
    string Task,
    int N,
    RunStatus Status,
    bool? Passed,
    RunOutcome? Outcome,
    FailureMode? FailureMode,
    string? Reason,
    int Attempts,
    int Turns,
    int ToolCalls,
    long? InputTokens,
    long? OutputTokens,
    decimal? CostUsd,
    decimal UnsettledUsd,
    long WallMs,
    long ModelMs,
    long ToolMs,
    long WaitingMs,
    long Events,
    DateTimeOffset? StartedAt,
    RunSignals? Signals)
{
    /// <summary>The view of a summary.</summary>
    public static RunView Of(RunSummary run) => new(
        run.Task,
        run.N,
        run.Status,
        run.Status != RunStatus.Finished ? null : run.Outcome switch
        {
            RunOutcome.Passed => true,
            RunOutcome.Failed => false,
            _ => null,
        },
        run.Outcome,
        run.FailureMode,
        run.Reason,
        run.Attempts,
        run.Turns,
        run.ToolCalls,
        run.Totals.Usage.Input,
        run.Totals.Usage.Output,
        run.Totals.CostUsd,
        run.Totals.UnsettledUsd,
        run.WallMs,
        run.Totals.ModelMs,
        run.Totals.ToolMs,
        run.Totals.WaitingMs,
        run.Seq,
        run.StartedAt,
        run.Signals);
}
