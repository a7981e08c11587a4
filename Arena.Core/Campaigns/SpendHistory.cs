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
    /// <summary>A budget as the transcripts tell it now.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="dayBudgetUsd">The cap of each day in US dollars; a campaign's caps are its own.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The budget; one without cap and spend where there is no such campaign.</returns>
    public Task<Budget> ReadAsync(BudgetKey key, decimal? dayBudgetUsd, CancellationToken cancellationToken) => key switch
    {
        BudgetKey.Campaign campaign => OfCampaignAsync(campaign, cancellationToken),
        BudgetKey.Day day => OfDayAsync(day, dayBudgetUsd, cancellationToken),
        _ => throw new InvalidOperationException($"Unknown budget {key}."),
    };

    /// <summary>
    /// Reads the runs that something is reserved for, where their transcripts have grown past what the budget knows: the last report
    /// of a run that is over may have been lost, and others would wait for its reservation for ever.
    /// </summary>
    /// <param name="budget">The budget.</param>
    /// <param name="key">Whose.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task RefreshAsync(Budget budget, BudgetKey key, CancellationToken cancellationToken)
    {
        foreach (var (run, seq) in budget.Reserving.ToList())
            await AddAsync(budget, key, run, after: seq, cancellationToken);
    }

    private async Task<Budget> OfCampaignAsync(BudgetKey.Campaign key, CancellationToken cancellationToken)
    {
        var state = await FoldAsync(key.Id, cancellationToken);
        var budget = new Budget("campaign", state.Spec?.BudgetUsd, state.Spec?.BudgetPerRunUsd);
        foreach (var (task, n) in state.Runs.Keys)
            await AddAsync(budget, key, new RunKey(key.Id, task, n), after: 0, cancellationToken);
        return budget;
    }

    // Only runs are read that were under way on that day or after it.
    private async Task<Budget> OfDayAsync(BudgetKey.Day key, decimal? capUsd, CancellationToken cancellationToken)
    {
        var budget = new Budget("day", capUsd);
        var begin = new DateTimeOffset(key.Date, TimeOnly.MinValue, TimeSpan.Zero);
        foreach (var campaign in await index.ListAsync(cancellationToken))
        {
            var state = await FoldAsync(campaign, cancellationToken);
            if (state.Spec is not { IsPriced: true } || state.FinishedAt < begin)
                continue;
            foreach (var ((task, n), run) in state.Runs)
            {
                // The length is told in whole milliseconds.
                if (run.Status == RunStatus.Finished && run.StartedAt + TimeSpan.FromMilliseconds(run.WallMs + 1) < begin)
                    continue;
                await AddAsync(budget, key, new RunKey(campaign, task, n), after: 0, cancellationToken);
            }
        }

        return budget;
    }

    private async Task AddAsync(Budget budget, BudgetKey key, RunKey run, long after, CancellationToken cancellationToken)
    {
        var state = RunState.Fold(await runs.ReadAsync(run, 0, cancellationToken));
        if (state.Created is not null && state.Seq > after)
            budget.Report(run, key is BudgetKey.Day day ? RunSpend.On(state, day.Date) : RunSpend.Of(state));
    }

    private async Task<CampaignState> FoldAsync(string campaign, CancellationToken cancellationToken) =>
        CampaignState.Fold(await campaigns.ReadAsync(campaign, 0, cancellationToken));
}
