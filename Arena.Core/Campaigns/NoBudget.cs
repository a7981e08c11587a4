using Arena.Core.Runs;

namespace Arena.Core.Campaigns;

/// <summary>A budget without a cap, for scripted solutions and benchmarks of the loop alone.</summary>
public sealed class NoBudget : IRunBudget
{
    private static readonly BudgetAnswer Always = new BudgetAnswer.Reserved();

    /// <inheritdoc/>
    public ValueTask<BudgetAnswer> ReserveAsync(RunKey run, RunState state, decimal amountUsd, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Always);

    /// <inheritdoc/>
    public ValueTask<bool> ConfirmAsync(RunKey run, RunState state, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <inheritdoc/>
    public ValueTask ReportAsync(RunKey run, RunState state, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
