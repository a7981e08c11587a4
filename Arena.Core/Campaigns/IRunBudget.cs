using Arena.Core.Runs;

namespace Arena.Core.Campaigns;

/// <summary>Reserves money before it is spent. Every message carries the run's absolute totals and the event that they stand for.</summary>
public interface IRunBudget
{
    /// <summary>Reserves the worst case of the run's next call, in place of what was reserved for the run before.</summary>
    /// <param name="run">Who asks.</param>
    /// <param name="spent">What the run has spent.</param>
    /// <param name="amountUsd">Worst case in US dollars.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    ValueTask<BudgetAnswer> ReserveAsync(RunKey run, RunSpend spent, decimal amountUsd, CancellationToken cancellationToken);

    /// <summary>Tells what the run has spent, and that nothing is reserved for it any more.</summary>
    ValueTask ReportAsync(RunKey run, RunSpend spent, CancellationToken cancellationToken);
}

/// <summary>What a run has spent at an event of its transcript.</summary>
/// <param name="Seq">Number of the event; an older report changes nothing.</param>
/// <param name="SettledUsd">Price of completed calls in US dollars.</param>
/// <param name="UnsettledUsd">Reservations of calls that may have been billed.</param>
public sealed record RunSpend(long Seq, decimal SettledUsd, decimal UnsettledUsd)
{
    /// <summary>The spend of a run at its last event, an open call counted as unsettled.</summary>
    public static RunSpend Of(RunState state)
    {
        var totals = state.AllTotals;
        return new RunSpend(state.Seq, totals.CostUsd ?? 0m, totals.UnsettledUsd + (state.OpenCall?.ReservedUsd ?? 0m));
    }
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
