using Arena.Core.Runs;

namespace Arena.Core.Campaigns;

/// <summary>
/// The arithmetic of a campaign's budget: settled, unsettled and reserved of all runs together never pass the cap. Unsettled
/// money counts, since it may have been billed. What is reserved for others is not spent yet: a call that only their reservations
/// keep from fitting waits for them. Not safe for concurrent use.
/// </summary>
/// <param name="capUsd">The cap in US dollars; null for none.</param>
public sealed class Budget(decimal? capUsd)
{
    /// <summary>How long a run should wait while only the reservations of others are in its way: 100 ms.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<RunKey, Entry> entries = [];
    private decimal settled;
    private decimal unsettled;
    private decimal reserved;

    /// <summary>The cap in US dollars; null for none.</summary>
    public decimal? CapUsd { get; } = capUsd;

    /// <summary>Price of completed calls in US dollars.</summary>
    public decimal SettledUsd => settled;

    /// <summary>Reservations of calls that may have been billed, in US dollars.</summary>
    public decimal UnsettledUsd => unsettled;

    /// <summary>Reservations of calls that have not come back, in US dollars.</summary>
    public decimal ReservedUsd => reserved;

    /// <summary>Reserves an amount in place of what was reserved for the run before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    public BudgetAnswer Reserve(RunKey run, RunSpend spent, decimal amountUsd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amountUsd);
        Report(run, spent);
        if (CapUsd is { } cap)
        {
            var spentUsd = settled + unsettled;
            if (spentUsd + amountUsd > cap)
                return new BudgetAnswer.Refused($"The next call may cost ${amountUsd:0.######}; of ${cap:0.######}, ${spentUsd:0.######} is spent.");
            if (spentUsd + reserved + amountUsd > cap)
                return new BudgetAnswer.Wait(AskAgain);
        }

        entries[run] = entries[run] with { Reserved = amountUsd };
        reserved += amountUsd;
        return new BudgetAnswer.Reserved();
    }

    /// <summary>Takes what a run has spent, and frees what was reserved for it. An older report than the known one changes nothing.</summary>
    public void Report(RunKey run, RunSpend spent)
    {
        var known = entries.GetValueOrDefault(run, new Entry(new RunSpend(-1, 0m, 0m), 0m));
        if (spent.Seq < known.Spend.Seq)
            return;
        settled += spent.SettledUsd - known.Spend.SettledUsd;
        unsettled += spent.UnsettledUsd - known.Spend.UnsettledUsd;
        reserved -= known.Reserved;
        entries[run] = new Entry(spent, 0m);
    }

    private sealed record Entry(RunSpend Spend, decimal Reserved);
}
