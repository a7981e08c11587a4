using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Configuration;
using Arena.Core.Runs;

namespace Arena.Grains;

/// <summary>The money of a campaign or of a day. Nothing of it is stored: what was spent is the fold of the transcripts.</summary>
public sealed class BudgetGrain(SpendHistory history, ArenaSettings settings, TimeProvider time) : Grain, IBudgetGrain
{
    // A report that was lost is looked for in the transcript, once somebody waits for it.
    private static readonly TimeSpan RefreshPeriod = TimeSpan.FromSeconds(30);

    private BudgetKey key = null!;
    private Budget budget = null!;
    private long refreshedAt;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        key = BudgetKey.Parse(this.GetPrimaryKeyString());
        budget = await history.ReadAsync(key, settings.DayBudgetUsd, cancellationToken);
        refreshedAt = time.GetTimestamp();
    }

    public async Task<ReserveReply> ReserveAsync(ReserveRequest request)
    {
        var answer = Reserve(request);
        if (answer is BudgetAnswer.Wait && time.GetElapsedTime(refreshedAt) > RefreshPeriod)
        {
            refreshedAt = time.GetTimestamp();
            await history.RefreshAsync(budget, key, CancellationToken.None);
            answer = Reserve(request);
        }

        return answer switch
        {
            BudgetAnswer.Reserved => new ReserveReply(true, null, null),
            BudgetAnswer.Wait wait => new ReserveReply(false, wait.Delay, null),
            BudgetAnswer.Refused refused => new ReserveReply(false, null, refused.Reason),
            _ => throw new InvalidOperationException($"Unknown answer {answer}."),
        };
    }

    public Task<bool> ConfirmAsync(SpendReport report) => Task.FromResult(budget.Confirm(RunKey.Parse(report.Run), SpendOf(report)));

    public Task ReportAsync(SpendReport report)
    {
        budget.Report(RunKey.Parse(report.Run), SpendOf(report));
        return Task.CompletedTask;
    }

    public Task<BudgetSnapshot> GetAsync() =>
        Task.FromResult(new BudgetSnapshot(budget.SettledUsd, budget.UnsettledUsd, budget.ReservedUsd, budget.CapUsd));

    private BudgetAnswer Reserve(ReserveRequest request) =>
        budget.Reserve(RunKey.Parse(request.Spend.Run), SpendOf(request.Spend), request.AmountUsd);

    private static RunSpend SpendOf(SpendReport report) => new(report.Seq, report.SettledUsd, report.UnsettledUsd, report.OpenUsd);
}
