using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Arena.Core.Models;
using Arena.Core.Runs;

namespace Arena.Core.Campaigns;

/// <summary>What a campaign is: everything that its runs are made from, pinned when it was created.</summary>
/// <param name="Id">For example <c>2026-05-25-qwen3-coder-next-agentic-core-v1</c>.</param>
/// <param name="Suite">The suite and its digest.</param>
/// <param name="Model">The model as its card told it, with the price table of that day.</param>
/// <param name="Harness">How the model is driven.</param>
/// <param name="Tasks">Task ids in the suite's order.</param>
/// <param name="Repetitions">Runs per task.</param>
/// <param name="MaxParallelRuns">The most runs at a time.</param>
/// <param name="BudgetUsd">The most that may be spent, reservations included, in US dollars; null for no cap.</param>
/// <param name="ScriptedLatency">Factor on the latencies of a scripted model; 0 for none.</param>
/// <param name="Dialect">The dialect that was asked for in place of the card's; null where none was. The one that holds is the model's.</param>
/// <param name="BudgetPerRunUsd">The most that one run with all its attempts may spend, reservations included, in US dollars; null for no cap.</param>
/// <param name="AllowUnpriced">Whether it was ordered with leave to run at an unknown price.</param>
public sealed record CampaignSpec(
    string Id,
    SuiteReference Suite,
    ModelReference Model,
    Harness Harness,
    ImmutableArray<string> Tasks,
    int Repetitions,
    int MaxParallelRuns,
    decimal? BudgetUsd,
    double ScriptedLatency,
    string? Dialect = null,
    decimal? BudgetPerRunUsd = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool AllowUnpriced = false)
{
    /// <summary>Whether what it costs can be told.</summary>
    [JsonIgnore]
    public bool IsPriced => Model.Prices is not null;

    /// <summary>Runs in all.</summary>
    public int Total => Tasks.Length * Repetitions;

    /// <summary>
    /// Whether both describe the same campaign. Digests are left out: a campaign keeps the suite and card that it was made
    /// with, and asking for it again after they changed is not another campaign.
    /// </summary>
    public bool IsSameRequest(CampaignSpec other) =>
        Id == other.Id
        && Suite.Id == other.Suite.Id
        && Model.Card == other.Model.Card
        && Tasks.SequenceEqual(other.Tasks)
        && Repetitions == other.Repetitions
        && MaxParallelRuns == other.MaxParallelRuns
        && BudgetUsd == other.BudgetUsd
        && BudgetPerRunUsd == other.BudgetPerRunUsd
        && AllowUnpriced == other.AllowUnpriced
        && ScriptedLatency.Equals(other.ScriptedLatency)
        && Dialect == other.Dialect;

    /// <summary>All runs in the order in which they start: R1 of every task, then R2, ...</summary>
    public IEnumerable<RunKey> RunsInOrder() =>
        from n in Enumerable.Range(1, Repetitions)
        from task in Tasks
        select new RunKey(Id, task, n);
}
