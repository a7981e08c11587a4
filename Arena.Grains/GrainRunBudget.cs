using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Configuration;
using Arena.Core.Runs;

namespace Arena.Grains;

/// <summary>
/// The budget that a run sees: the campaign's budget grain, and the day's where this installation has a day budget. The campaign is
/// always asked first, so that no two runs hold what the other waits for.
/// </summary>
public sealed class GrainRunBudget(IGrainFactory grains, ArenaSettings settings, TimeProvider time) : IRunBudget
{
    /// <inheritdoc/>
    public async ValueTask<BudgetAnswer> ReserveAsync(RunKey run, RunState state, decimal amountUsd, CancellationToken cancellationToken)
    {
        var ofCampaign = new ReserveRequest(ToReport(run, RunSpend.Of(state)), amountUsd);
        var answer = ToAnswer(await grains.Budget(run.Campaign).ReserveAsync(ofCampaign).WaitAsync(cancellationToken));
        if (settings.DayBudgetUsd is null || answer is not BudgetAnswer.Reserved)
            return answer;
        var ofDay = new ReserveRequest(ToReport(run, RunSpend.On(state, Today)), amountUsd);
        return ToAnswer(await grains.Budget(Today).ReserveAsync(ofDay).WaitAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ConfirmAsync(RunKey run, RunState state, CancellationToken cancellationToken)
    {
        if (!await grains.Budget(run.Campaign).ConfirmAsync(ToReport(run, RunSpend.Of(state))).WaitAsync(cancellationToken))
            return false;
        // The day on which it is recorded as started, which may have begun since it was reserved for.
        return settings.DayBudgetUsd is null || state.Ledger.LastDay is not { } day
            || await grains.Budget(day).ConfirmAsync(ToReport(run, RunSpend.On(state, day))).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask ReportAsync(RunKey run, RunState state, CancellationToken cancellationToken)
    {
        await grains.Budget(run.Campaign).ReportAsync(ToReport(run, RunSpend.Of(state))).WaitAsync(cancellationToken);
        if (settings.DayBudgetUsd is null)
            return;
        // A reservation may be of today, and the last call of yesterday.
        foreach (var day in new[] { Today, state.Ledger.LastDay ?? Today }.Distinct())
            await grains.Budget(day).ReportAsync(ToReport(run, RunSpend.On(state, day))).WaitAsync(cancellationToken);
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private static BudgetAnswer ToAnswer(ReserveReply reply) => reply switch
    {
        { Reserved: true } => new BudgetAnswer.Reserved(),
        { Delay: { } delay } => new BudgetAnswer.Wait(delay),
        _ => new BudgetAnswer.Refused(reply.Reason ?? ""),
    };

    private static SpendReport ToReport(RunKey run, RunSpend spent) =>
        new(run.ToString(), spent.Seq, spent.SettledUsd, spent.UnsettledUsd, spent.OpenUsd);
}
