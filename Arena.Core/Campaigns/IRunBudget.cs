using Arena.Core.Runs;

namespace Arena.Core.Campaigns;

/// <summary>
/// Reserves money before it is spent, against every cap that holds for a run. What it is told are the run's absolute totals at
/// its last event, so a lost, repeated or late message changes nothing.
/// </summary>
public interface IRunBudget
{
    /// <summary>Reserves the worst case of the run's next call, in place of what was reserved for the run before.</summary>
    /// <param name="run">Who asks.</param>
    /// <param name="state">What the run has spent.</param>
    /// <param name="amountUsd">Worst case in US dollars.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    ValueTask<BudgetAnswer> ReserveAsync(RunKey run, RunState state, decimal amountUsd, CancellationToken cancellationToken);

    /// <summary>
    /// Asks whether the call that is recorded as started may leave: false where its reservation is not known any more, because the
    /// budget has moved to another host since, and would not fit.
    /// </summary>
    /// <param name="run">Who asks.</param>
    /// <param name="state">The run with its open call.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    ValueTask<bool> ConfirmAsync(RunKey run, RunState state, CancellationToken cancellationToken);

    /// <summary>Tells what the run has spent, and that nothing is reserved for it but its open call.</summary>
    ValueTask ReportAsync(RunKey run, RunState state, CancellationToken cancellationToken);
}

/// <summary>What a budget answers. A closed set.</summary>
public abstract record BudgetAnswer
{
    private BudgetAnswer() { }

    /// <summary>The amount is reserved.</summary>
    public sealed record Reserved : BudgetAnswer;

    /// <summary>It does not fit beside what is reserved for others, and may once their calls have come back: ask again.</summary>
    /// <param name="Delay">How long to wait before asking again.</param>
    public sealed record Wait(TimeSpan Delay) : BudgetAnswer;

    /// <summary>It does not fit; the call must not leave.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(string Reason) : BudgetAnswer;
}
