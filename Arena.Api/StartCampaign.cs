namespace Arena.Api;

/// <summary>The body of <c>POST /api/campaigns</c>. An unknown field is refused.</summary>
/// <param name="Suite">Suite id.</param>
/// <param name="Model">Id of the model card.</param>
/// <param name="Repetitions">Runs per task; the suite's own number where left out.</param>
/// <param name="Tasks">Task ids; all where left out.</param>
/// <param name="MaxParallelRuns">The most runs at a time; 10 where left out.</param>
/// <param name="BudgetUsd">The most that may be spent, in US dollars; no cap where left out.</param>
/// <param name="ScriptedLatency">Factor on the latencies of a scripted model; 0 where left out.</param>
/// <param name="Dialect">How tools are shown to the model; as the card says where left out.</param>
/// <param name="Id">Campaign id; made of day, model and suite where left out.</param>
/// <param name="BudgetPerRunUsd">The most that one run may spend, in US dollars; no cap where left out.</param>
/// <param name="AllowUnpriced">Whether a model may run whose price is unknown, and whose cost is then unknown; no where left out.</param>
public sealed record StartCampaign(
    string? Suite = null,
    string? Model = null,
    int? Repetitions = null,
    string[]? Tasks = null,
    int? MaxParallelRuns = null,
    decimal? BudgetUsd = null,
    double? ScriptedLatency = null,
    string? Dialect = null,
    string? Id = null,
    decimal? BudgetPerRunUsd = null,
    bool? AllowUnpriced = null);
