using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Runs;

namespace Arena.Grains;

/// <summary>The budget that a run sees: the campaign's budget grain.</summary>
public sealed class GrainRunBudget(IGrainFactory grains) : IRunBudget
{
    /// <inheritdoc/>
    public async ValueTask<BudgetAnswer> ReserveAsync(RunKey run, RunSpend spent, decimal amountUsd, CancellationToken cancellationToken)
    {
        var request = new ReserveRequest(ToReport(run, spent), amountUsd);
        var reply = await grains.Budget(run.Campaign).ReserveAsync(request).WaitAsync(cancellationToken);
        return reply switch
        {
            { Reserved: true } => new BudgetAnswer.Reserved(),
            { Delay: { } delay } => new BudgetAnswer.Wait(delay),
            _ => new BudgetAnswer.Refused(reply.Reason ?? ""),
        };
    }

    /// <inheritdoc/>
    public async ValueTask ReportAsync(RunKey run, RunSpend spent, CancellationToken cancellationToken) =>
        await grains.Budget(run.Campaign).ReportAsync(ToReport(run, spent)).WaitAsync(cancellationToken);

    private static SpendReport ToReport(RunKey run, RunSpend spent) => new(run.ToString(), spent.Seq, spent.SettledUsd, spent.UnsettledUsd);
}
