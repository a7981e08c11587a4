namespace Arena.Contracts;

/// <summary>What a campaign is asked to be; the grain that takes it pins suite, card and prices.</summary>
/// <param name="Suite">Suite id.</param>
/// <param name="Model">Id of the model card.</param>
/// <param name="Tasks">Task ids; empty for all.</param>
/// <param name="Repetitions">Runs per task; null for the suite's own number.</param>
/// <param name="MaxParallelRuns">The most runs at a time; null for 10.</param>
/// <param name="BudgetUsd">The most that may be spent, in US dollars; null for no cap.</param>
/// <param name="ScriptedLatency">Factor on the latencies of a scripted model.</param>
/// <param name="Dialect">How tools are shown to the model; null for what the card says.</param>
/// <param name="BudgetPerRunUsd">The most that one run may spend, in US dollars; null for no cap.</param>
/// <param name="AllowUnpriced">Whether a model may run whose price is unknown.</param>
[GenerateSerializer, Immutable, Alias("arena.order")]
public sealed record CampaignOrder(
    [property: Id(0)] string Suite,
    [property: Id(1)] string Model,
    [property: Id(2)] string[] Tasks,
    [property: Id(3)] int? Repetitions,
    [property: Id(4)] int? MaxParallelRuns,
    [property: Id(5)] decimal? BudgetUsd,
    [property: Id(6)] double ScriptedLatency,
    [property: Id(7)] string? Dialect = null,
    [property: Id(8)] decimal? BudgetPerRunUsd = null,
    [property: Id(9)] bool AllowUnpriced = false);
