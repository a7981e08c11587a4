using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Runs;

namespace Arena.Grains;

/// <summary>The budget grains.</summary>
public sealed class GrainBudgets(IGrainFactory grains) : IBudgets
{
    /// <inheritdoc/>
    public async ValueTask<BudgetAnswer> ReserveAsync(
        BudgetKey budget, RunKey run, RunSpend spent, decimal amountUsd, CancellationToken cancellationToken)
    {
        var reply = await grains.Budget(budget).ReserveAsync(new ReserveRequest(ToReport(run, spent), amountUsd)).WaitAsync(cancellationToken);
        return reply switch
        {
            { Reserved: true } => new BudgetAnswer.Reserved(),
            { Delay: { } delay } => new BudgetAnswer.Wait(delay),
            _ => new BudgetAnswer.Refused(reply.Reason ?? ""),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ConfirmAsync(BudgetKey budget, RunKey run, RunSpend spent, CancellationToken cancellationToken) =>
        await grains.Budget(budget).ConfirmAsync(ToReport(run, spent)).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ReportAsync(BudgetKey budget, RunKey run, RunSpend spent, CancellationToken cancellationToken) =>
        await grains.Budget(budget).ReportAsync(ToReport(run, spent)).WaitAsync(cancellationToken);

    private static SpendReport ToReport(RunKey run, RunSpend spent) =>
        new(run.ToString(), spent.Seq, spent.SettledUsd, spent.UnsettledUsd, spent.OpenUsd);
}
