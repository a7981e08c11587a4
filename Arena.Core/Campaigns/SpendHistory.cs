using Arena.Core.Runs;
using Arena.Core.Storage;

namespace Arena.Core.Campaigns;

/// <summary>
/// Makes budgets that know what was spent before: the fold of the transcripts. Nothing of a budget is stored beside them, so it
/// cannot disagree with them.
/// </summary>
/// <param name="index">Which campaigns there are.</param>
/// <param name="campaigns">Their logs.</param>
/// <param name="runs">The transcripts.</param>
public sealed class SpendHistory(ICampaignIndex index, ICampaignLog campaigns, IRunLog runs)
{
    /// <summary>The budget of a campaign; one without cap and spend where there is no such campaign.</summary>
    public async Task<Budget> OfCampaignAsync(string campaign, CancellationToken cancellationToken)
    {
        var state = await FoldAsync(campaign, cancellationToken);
        var budget = new Budget("campaign", state.Spec?.BudgetUsd, state.Spec?.BudgetPerRunUsd);
        foreach (var (task, n) in state.Runs.Keys)
            await AddAsync(budget, new RunKey(campaign, task, n), day: null, after: 0, cancellationToken);
        return budget;
    }

    /// <summary>
    /// The budget of a UTC day: the calls of all campaigns that left on it. Only runs are read that were under way on that day or
    /// after it.
    /// </summary>
    public async Task<Budget> OfDayAsync(DateOnly day, decimal? capUsd, CancellationToken cancellationToken)
    {
        var budget = new Budget("day", capUsd);
        var begin = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        foreach (var campaign in await index.ListAsync(cancellationToken))
        {
            var state = await FoldAsync(campaign, cancellationToken);
            if (state.Spec is not { IsPriced: true } || state.FinishedAt < begin)
                continue;
            foreach (var ((task, n), run) in state.Runs)
            {
                if (run.Status == RunStatus.Finished && run.StartedAt + TimeSpan.FromMilliseconds(run.WallMs + 1) < begin)
                    continue;
                await AddAsync(budget, new RunKey(campaign, task, n), day, after: 0, cancellationToken);
            }
        }

        return budget;
    }

    /// <summary>
    /// Reads the runs that something is reserved for, where their transcripts have grown past what the budget knows: the last report
    /// of a run that is over may have been lost, and others would wait for its reservation for ever.
    /// </summary>
    /// <param name="budget">The budget.</param>
    /// <param name="day">The day that it is of; null for a campaign's.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task RefreshAsync(Budget budget, DateOnly? day, CancellationToken cancellationToken)
    {
        foreach (var (run, seq) in budget.Reserving.ToList())
            await AddAsync(budget, run, day, after: seq, cancellationToken);
    }

    private async Task AddAsync(Budget budget, RunKey run, DateOnly? day, long after, CancellationToken cancellationToken)
    {
        var state = RunState.Fold(await runs.ReadAsync(run, 0, cancellationToken));
        if (state.Created is not null && state.Seq > after)
            budget.Report(run, day is { } on ? RunSpend.On(state, on) : RunSpend.Of(state));
    }

    private async Task<CampaignState> FoldAsync(string campaign, CancellationToken cancellationToken) =>
        CampaignState.Fold(await campaigns.ReadAsync(campaign, 0, cancellationToken));
}
