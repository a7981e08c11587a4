using System.Collections.Immutable;

namespace Arena.Core.Campaigns;

/// <summary>What a campaign is asked to be.</summary>
/// <param name="Id">Campaign id.</param>
/// <param name="Suite">Suite id.</param>
/// <param name="Model">Id of the model card.</param>
/// <param name="Tasks">Task ids; empty for all.</param>
/// <param name="Repetitions">Runs per task; null for the suite's own number.</param>
/// <param name="MaxParallelRuns">The most runs at a time; null for <see cref="CampaignPlan.DefaultParallelRuns"/>.</param>
/// <param name="BudgetUsd">The most that may be spent, in US dollars; null for no cap.</param>
/// <param name="ScriptedLatency">Factor on the latencies of a scripted model.</param>
/// <param name="Dialect">How tools are shown to the model; null for what the card says.</param>
/// <param name="BudgetPerRunUsd">The most that one run with all its attempts may spend, in US dollars; null for no cap.</param>
/// <param name="AllowUnpriced">Whether a model may run whose price is unknown; its cost is then unknown.</param>
public sealed record CampaignRequest(
    string Id,
    string Suite,
    string Model,
    ImmutableArray<string> Tasks,
    int? Repetitions = null,
    int? MaxParallelRuns = null,
    decimal? BudgetUsd = null,
    double ScriptedLatency = 0,
    string? Dialect = null,
    decimal? BudgetPerRunUsd = null,
    bool AllowUnpriced = false);
