using Arena.Core.Runs;

namespace Arena.Core.Campaigns;

/// <summary>The budgets of an installation, each kept in one place: <see cref="Budget"/> behind whatever carries the messages.</summary>
public interface IBudgets
{
    /// <summary>See <see cref="Budget.Reserve"/>.</summary>
    ValueTask<BudgetAnswer> ReserveAsync(BudgetKey budget, RunKey run, RunSpend spent, decimal amountUsd, CancellationToken cancellationToken);

    /// <summary>See <see cref="Budget.Confirm"/>.</summary>
    ValueTask<bool> ConfirmAsync(BudgetKey budget, RunKey run, RunSpend spent, CancellationToken cancellationToken);

    /// <summary>See <see cref="Budget.Report"/>.</summary>
    ValueTask ReportAsync(BudgetKey budget, RunKey run, RunSpend spent, CancellationToken cancellationToken);
}
