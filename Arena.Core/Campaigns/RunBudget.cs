using Arena.Core.Runs;

namespace Arena.Core.Campaigns;

/// <summary>
/// The budget that a run sees: its campaign's, and the day's where this installation has a day budget. A call belongs to the UTC day
/// on which it is recorded as started. The campaign is always asked first, so that no two runs hold what the other waits for.
/// </summary>
/// <param name="budgets">The budgets.</param>
/// <param name="dayBudgetUsd">The cap of each day in US dollars; null where there is none, and no day is asked.</param>
/// <param name="time">The clock.</param>
public sealed class RunBudget(IBudgets budgets, decimal? dayBudgetUsd, TimeProvider time) : IRunBudget
{
    /// <inheritdoc/>
    public async ValueTask<BudgetAnswer> ReserveAsync(RunKey run, RunState state, decimal amountUsd, CancellationToken cancellationToken)
    {
        var answer = await budgets.ReserveAsync(CampaignOf(run), run, RunSpend.Of(state), amountUsd, cancellationToken);
        if (dayBudgetUsd is null || answer is not BudgetAnswer.Reserved)
            return answer;
        var today = Today;
        return await budgets.ReserveAsync(new BudgetKey.Day(today), run, RunSpend.On(state, today), amountUsd, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ConfirmAsync(RunKey run, RunState state, CancellationToken cancellationToken)
    {
        if (!await budgets.ConfirmAsync(CampaignOf(run), run, RunSpend.Of(state), cancellationToken))
            return false;
        // Its day may have begun after the money was reserved on the one before.
        return dayBudgetUsd is null || state.Ledger.LastDay is not { } day
            || await budgets.ConfirmAsync(new BudgetKey.Day(day), run, RunSpend.On(state, day), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask ReportAsync(RunKey run, RunState state, CancellationToken cancellationToken)
    {
        await budgets.ReportAsync(CampaignOf(run), run, RunSpend.Of(state), cancellationToken);
        if (dayBudgetUsd is null)
            return;
        // A reservation may be of today, and the last call of yesterday.
        foreach (var day in new[] { Today, state.Ledger.LastDay ?? Today }.Distinct())
            await budgets.ReportAsync(new BudgetKey.Day(day), run, RunSpend.On(state, day), cancellationToken);
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private static BudgetKey.Campaign CampaignOf(RunKey run) => new(run.Campaign);
}
