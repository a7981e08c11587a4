using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Arena.Core.Models;
using Arena.Core.Models.Dialects;
using Arena.Core.Runs;
using Arena.Core.Suites;

namespace Arena.Core.Campaigns;

/// <summary>Makes a campaign of a request: looks up suite and card, pins their digests and prices, refuses what cannot run.</summary>
/// <param name="suites">The suites.</param>
/// <param name="models">The model cards.</param>
/// <param name="providers">The providers of this build.</param>
/// <param name="time">The clock.</param>
/// <param name="dayBudgetUsd">The most that all campaigns may spend on a UTC day, in US dollars; null for no cap.</param>
public sealed partial class CampaignPlan(
    SuiteCatalog suites, ModelCatalog models, ModelProviders providers, TimeProvider time, decimal? dayBudgetUsd = null)
{
    /// <summary>Runs at a time where a request does not say: 10.</summary>
    public const int DefaultParallelRuns = 10;

    /// <summary>The most runs of a campaign: 100,000.</summary>
    public const int MostRuns = 100_000;

    /// <summary>The campaign of a request.</summary>
    /// <exception cref="CampaignRefusedException">It names what does not exist, is out of range, or the model has no price.</exception>
    /// <exception cref="Documents.DocumentException">The suite or the card is not what it must be.</exception>
    public CampaignSpec Create(CampaignRequest request)
    {
        if (!CampaignId.IsMatch(request.Id))
            throw new CampaignRefusedException("id", $"'{request.Id}' is no campaign id; allowed are 1 to 120 letters, digits, '.', '_' and '-', beginning with a letter or digit.");
        var suite = Find("suite", () => suites.Get(request.Suite));
        var card = Find("model", () => models.Get(request.Model));
        if (!providers.Kinds.Contains(card.Provider, StringComparer.Ordinal))
            throw new CampaignRefusedException("model", $"Model {card.Id} wants the provider '{card.Provider}'; this build has: {string.Join(", ", providers.Kinds)}.");
        var model = Spoken(Priced(card, request), request);
        var unknown = request.Tasks.Except(suite.Tasks.Select(task => task.Id), StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            throw new CampaignRefusedException("tasks", $"Suite {suite.Id} has no task {string.Join(", ", unknown)}; it has: {string.Join(", ", suite.Tasks.Select(task => task.Id))}.");
        ImmutableArray<SuiteTask> chosen = [.. suite.Tasks.Where(task => request.Tasks.IsDefaultOrEmpty || request.Tasks.Contains(task.Id))];
        if (chosen.Select(task => card.Script?.ProblemWith(task)).FirstOrDefault(problem => problem is not null) is { } mute)
            throw new CampaignRefusedException("model", $"Model {card.Id} cannot run suite {suite.Id}: {mute}.");
        var spec = new CampaignSpec(
            request.Id,
            new SuiteReference(suite.Id, suite.Digest),
            model,
            Harness.ArenaLoopIn(model.Dialect),
            [.. chosen.Select(task => task.Id)],
            Within("repetitions", request.Repetitions ?? suite.Repetitions, 1, 10_000),
            Within("maxParallelRuns", request.MaxParallelRuns ?? DefaultParallelRuns, 1, 10_000),
            AboveZero("budgetUsd", request.BudgetUsd),
            request.ScriptedLatency,
            request.Dialect,
            AboveZero("budgetPerRunUsd", request.BudgetPerRunUsd),
            request.AllowUnpriced);
        if (!double.IsFinite(spec.ScriptedLatency) || spec.ScriptedLatency is < 0 or > 1000)
            throw new CampaignRefusedException("scriptedLatency", $"{spec.ScriptedLatency} is no latency factor; allowed is 0 to 1000.");
        return spec.Total <= MostRuns
            ? spec
            : throw new CampaignRefusedException("repetitions", $"The campaign would have {spec.Total} runs; at most {MostRuns} are allowed.");
    }

    /// <summary>Why this host cannot run a campaign that was created before; null where it can.</summary>
    public string? ObstacleTo(CampaignSpec spec)
    {
        try
        {
            suites.Get(spec.Suite);
            return null;
        }
        catch (Exception e) when (e is SuiteChangedException or SuiteMissingException or Documents.DocumentException)
        {
            return e.Message;
        }
    }

    /// <summary>The id of a campaign that was given none: day, model, suite, and a number where that is taken.</summary>
    public string NewId(string model, string suite, IReadOnlyCollection<string> taken)
    {
        var id = $"{Today:yyyy-MM-dd}-{NotInId.Replace(model, "-")}-{suite}";
        return Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? id : $"{id}-{n}").First(candidate => !taken.Contains(candidate));
    }

    // A price that cannot be charged is as good as unknown, and is never counted as 0.
    private ModelReference Priced(ModelCard card, CampaignRequest request)
    {
        var model = card.On(Today);
        if (model.Prices is { IsUsd: true })
            return model;
        var problem = model.Prices is { Currency: { } currency }
            ? $"The prices of model {card.Id} are in {currency}, and only {PriceTable.Usd} is charged. Write them in US dollars in its card and the rate and its day into the table's source"
            : $"The price of model {card.Id} is unknown on {Today:yyyy-MM-dd}, so no budget can be kept. Add a price table to its card";
        if (!request.AllowUnpriced)
            throw new CampaignRefusedException("model", $"{problem}, or allow it to run unpriced (--allow-unpriced, allowUnpriced): its cost is then unknown.");
        var (field, cap) = request switch
        {
            { BudgetUsd: not null } => ("budgetUsd", "A budget"),
            { BudgetPerRunUsd: not null } => ("budgetPerRunUsd", "A budget per run"),
            _ => ("allowUnpriced", dayBudgetUsd is { } day ? string.Create(CultureInfo.InvariantCulture, $"The day budget of ${day} of this installation") : null),
        };
        return cap is null
            ? model with { Prices = null }
            : throw new CampaignRefusedException(field, $"{cap} cannot be kept for a model that runs unpriced. {problem}, or run it without one.");
    }

    private static decimal? AboveZero(string field, decimal? usd) => usd is <= 0
        ? throw new CampaignRefusedException(field, string.Create(CultureInfo.InvariantCulture, $"A budget of {usd} allows no call; it must be above 0."))
        : usd;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private static ModelReference Spoken(ModelReference model, CampaignRequest request)
    {
        if (request.Dialect is not { } dialect)
            return model;
        return ToolDialects.Names.Contains(dialect, StringComparer.Ordinal)
            ? model with { Dialect = dialect == ModelCard.NativeDialect ? null : dialect }
            : throw new CampaignRefusedException("dialect", $"There is no dialect '{dialect}'; there are: {string.Join(", ", ToolDialects.Names)}.");
    }

    private static T Find<T>(string field, Func<T> find)
    {
        try
        {
            return find();
        }
        catch (Exception e) when (e is UnknownModelException or SuiteMissingException)
        {
            throw new CampaignRefusedException(field, e.Message, e);
        }
    }

    private static int Within(string field, int value, int least, int most) => value >= least && value <= most
        ? value
        : throw new CampaignRefusedException(field, $"{field} is {value}; allowed is {least} to {most}.");

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,119}\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CampaignId { get; }

    [GeneratedRegex("[^A-Za-z0-9._-]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotInId { get; }
}
