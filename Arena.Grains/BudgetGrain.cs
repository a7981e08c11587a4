using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Runs;
using Arena.Core.Storage;

namespace Arena.Grains;

/// <summary>The money of a campaign. Nothing of it is stored: what was spent is the fold of the campaign's transcripts.</summary>
public sealed class BudgetGrain(ICampaignLog campaigns, IRunLog runs) : Grain, IBudgetGrain
{
    private Budget budget = new(null);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var campaign = CampaignState.Fold(await campaigns.ReadAsync(this.GetPrimaryKeyString(), 0, cancellationToken));
        if (campaign.Spec is not { } spec)
            return;
        budget = new Budget(spec.BudgetUsd);
        foreach (var (task, n) in campaign.Runs.Keys)
        {
            var run = new RunKey(spec.Id, task, n);
            var state = RunState.Fold(await runs.ReadAsync(run, 0, cancellationToken));
            if (state.Created is not null)
                budget.Report(run, RunSpend.Of(state));
        }
    }

    public Task<ReserveReply> ReserveAsync(ReserveRequest request) =>
        Task.FromResult(budget.Reserve(RunKey.Parse(request.Spend.Run), SpendOf(request.Spend), request.AmountUsd) switch
        {
            BudgetAnswer.Reserved => new ReserveReply(true, null, null),
            BudgetAnswer.Wait wait => new ReserveReply(false, wait.Delay, null),
            BudgetAnswer.Refused refused => new ReserveReply(false, null, refused.Reason),
            var answer => throw new InvalidOperationException($"Unknown answer {answer}."),
        });

    public Task ReportAsync(SpendReport report)
    {
        budget.Report(RunKey.Parse(report.Run), SpendOf(report));
        return Task.CompletedTask;
    }

    public Task<BudgetSnapshot> GetAsync() =>
        Task.FromResult(new BudgetSnapshot(budget.SettledUsd, budget.UnsettledUsd, budget.ReservedUsd, budget.CapUsd));

    private static RunSpend SpendOf(SpendReport report) => new(report.Seq, report.SettledUsd, report.UnsettledUsd);
}
