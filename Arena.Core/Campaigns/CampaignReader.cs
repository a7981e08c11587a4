using System.Collections.Concurrent;
using System.Collections.Immutable;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Storage;

namespace Arena.Core.Campaigns;

/// <summary>
/// Reads campaigns out of their logs. What has been folded is kept, so that asking again costs only what was appended since; a
/// run that is over is kept as its summary alone. Safe for concurrent use.
/// </summary>
public sealed class CampaignReader(ICampaignIndex index, ICampaignLog campaigns, IRunLog runs)
{
    private readonly ConcurrentDictionary<string, CampaignState> states = new();
    private readonly ConcurrentDictionary<RunKey, Known> known = new();

    /// <summary>The ids of all campaigns in ordinal order.</summary>
    public ValueTask<ImmutableArray<string>> ListAsync(CancellationToken cancellationToken) => index.ListAsync(cancellationToken);

    /// <summary>A campaign as its log tells it; null where there is none.</summary>
    public async ValueTask<CampaignState?> FindAsync(string campaign, CancellationToken cancellationToken)
    {
        var state = states.GetValueOrDefault(campaign, CampaignState.Empty);
        if (state.Seq == 0 && !(await index.ListAsync(cancellationToken)).Contains(campaign))
            return null;
        foreach (var e in await campaigns.ReadAsync(campaign, state.Seq, cancellationToken))
            state = state.Apply(e);
        if (state.Spec is null)
            return null;
        return states.AddOrUpdate(campaign, state, (_, other) => other.Seq > state.Seq ? other : state);
    }

    /// <summary>The runs of a campaign in the order of tasks and repetitions; null where there is no such campaign.</summary>
    public async ValueTask<ImmutableArray<RunSummary>?> RunsAsync(string campaign, CancellationToken cancellationToken)
    {
        if (await FindAsync(campaign, cancellationToken) is not { Spec: { } spec } state)
            return null;
        var summaries = ImmutableArray.CreateBuilder<RunSummary>(spec.Total);
        foreach (var task in spec.Tasks)
        {
            for (var n = 1; n <= spec.Repetitions; n++)
                summaries.Add(Priced(spec, state.Runs.ContainsKey((task, n)) ? await SummaryAsync(new RunKey(campaign, task, n), cancellationToken) : RunSummary.Waiting(task, n)));
        }

        return summaries.DrainToImmutable();
    }

    /// <summary>A run of a campaign; null where the campaign has no such run.</summary>
    public async ValueTask<RunSummary?> RunAsync(RunKey run, CancellationToken cancellationToken)
    {
        if (await FindAsync(run.Campaign, cancellationToken) is not { Spec: { } spec })
            return null;
        return spec.Tasks.Contains(run.Task) && run.Repetition >= 1 && run.Repetition <= spec.Repetitions
            ? Priced(spec, await SummaryAsync(run, cancellationToken))
            : null;
    }

    /// <summary>A campaign with its tasks; null where there is none.</summary>
    /// <param name="campaign">Campaign id.</param>
    /// <param name="nameOf">The name of a task of a suite; null where this host does not know it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async ValueTask<CampaignView?> ViewAsync(string campaign, Func<string, string, string?> nameOf, CancellationToken cancellationToken)
    {
        if (await RunsAsync(campaign, cancellationToken) is not { } all || await FindAsync(campaign, cancellationToken) is not { Spec: { } spec } state)
            return null;
        var totals = all.Aggregate(RunTotals.None, (sum, run) => sum + run.Totals);
        var passed = all.Count(run => run.Outcome == RunOutcome.Passed);
        var over = all.Where(run => run.Status == RunStatus.Finished).ToList();
        return new CampaignView(
            spec.Id, state.Status, spec.Suite.Id, spec.Suite.Digest, spec.Model.Card, spec.Model.Notes, spec.Harness.ToString(),
            spec.Repetitions, spec.MaxParallelRuns, spec.BudgetUsd, spec.BudgetPerRunUsd, spec.AllowUnpriced,
            passed,
            over.Count(run => run.Outcome == RunOutcome.Failed),
            over.Count(run => run.Outcome == RunOutcome.InfrastructureError),
            over.Count,
            spec.Total,
            totals.CostUsd,
            totals.UnsettledUsd,
            passed == 0 ? null : totals.CostUsd / passed,
            totals.Usage.Input,
            totals.Usage.Output,
            state.CreatedAt!.Value,
            state.FinishedAt,
            state.PausedBecause,
            [.. spec.Tasks.Select(task => ViewOf(task, nameOf(spec.Suite.Id, task), [.. all.Where(run => run.Task == task)]))],
            spec.Dialect);
    }

    /// <summary>All campaigns with their tasks, the newest first.</summary>
    /// <param name="nameOf">The name of a task of a suite; null where this host does not know it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async ValueTask<ImmutableArray<CampaignView>> ViewsAsync(Func<string, string, string?> nameOf, CancellationToken cancellationToken)
    {
        var views = new List<CampaignView>();
        foreach (var id in await ListAsync(cancellationToken))
        {
            if (await ViewAsync(id, nameOf, cancellationToken) is { } view)
                views.Add(view);
        }

        return [.. views.OrderByDescending(view => view.CreatedAt)];
    }

    private static TaskView ViewOf(string task, string? name, ImmutableArray<RunSummary> runs)
    {
        var over = runs.Where(run => run.Status == RunStatus.Finished).ToList();
        ImmutableArray<FailedRun> failed =
        [
            .. over.Where(run => run.Outcome != RunOutcome.Passed)
                .Select(run => new FailedRun(run.N, run.FailureMode?.ToSnakeCase() ?? run.Outcome!.Value.ToSnakeCase())),
        ];
        return new TaskView(
            task, name, over.Count(run => run.Outcome == RunOutcome.Passed), over.Count, runs.Length,
            failed.GroupBy(run => run.Mode).ToImmutableSortedDictionary(mode => mode.Key, mode => mode.Count(), StringComparer.Ordinal),
            failed,
            [.. over.SelectMany(run => run.Signals?.Names().Select(signal => new SignalledRun(run.N, signal, run.Totals.ModelMs)) ?? [])]);
    }

    // A run that has not begun has cost nothing, and yet no cost at an unknown price is 0.
    private static RunSummary Priced(CampaignSpec spec, RunSummary run) =>
        spec.IsPriced ? run : run with { Totals = run.Totals with { CostUsd = null } };

    private async ValueTask<RunSummary> SummaryAsync(RunKey run, CancellationToken cancellationToken)
    {
        var entry = known.GetValueOrDefault(run);
        if (entry is { State: null })
            return entry.Summary;
        var state = entry?.State ?? RunState.Empty;
        foreach (var e in await runs.ReadAsync(run, state.Seq, cancellationToken))
            state = state.Apply(e);
        var summary = RunSummary.Of(run.Task, run.Repetition, state);
        var read = new Known(summary, state.IsOver ? null : state);
        known.AddOrUpdate(run, read, (_, other) => other.Summary.Seq > summary.Seq ? other : read);
        return summary;
    }

    private sealed record Known(RunSummary Summary, RunState? State);
}
