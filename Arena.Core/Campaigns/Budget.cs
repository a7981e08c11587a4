using System.Globalization;
using Arena.Core.Runs;

namespace Arena.Core.Campaigns;

/// <summary>
/// The arithmetic of a budget: settled, unsettled and reserved of all runs together never pass the cap, and those of one run
/// never the cap per run. Unsettled money counts, since it may have been billed. What is reserved for others is not spent yet: a
/// call that only their reservations keep from fitting waits for them. A budget that has moved to another host knows the calls
/// that are in the transcripts, and not what was granted for calls that are not yet; so each call is confirmed after it is
/// recorded and before it leaves. Not safe for concurrent use.
/// </summary>
/// <param name="name">Whose cap it is, for people: <c>campaign</c> or <c>day</c>.</param>
/// <param name="capUsd">The cap in US dollars; null for none.</param>
/// <param name="capPerRunUsd">The cap of each run in US dollars; null for none.</param>
public sealed class Budget(string name, decimal? capUsd, decimal? capPerRunUsd = null)
{
    /// <summary>How long a run should wait while only the reservations of others are in its way: 100 ms.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    private static readonly Entry Nothing = new(new RunSpend(-1, 0m, 0m), 0m);

    private readonly Dictionary<RunKey, Entry> entries = [];

    /// <summary>The cap in US dollars; null for none.</summary>
    public decimal? CapUsd { get; } = capUsd;

    /// <summary>Price of completed calls in US dollars.</summary>
    public decimal SettledUsd { get; private set; }

    /// <summary>Reservations of calls that may have been billed, in US dollars.</summary>
    public decimal UnsettledUsd { get; private set; }

    /// <summary>Reservations of calls that have not come back, in US dollars.</summary>
    public decimal ReservedUsd { get; private set; }

    /// <summary>The runs that something is reserved for, with the number of the event that is known of each.</summary>
    public IEnumerable<(RunKey Run, long Seq)> Reserving =>
        entries.Where(entry => entry.Value.ReservedUsd > 0m).Select(entry => (entry.Key, entry.Value.Spend.Seq));

    /// <summary>Reserves an amount in place of what was reserved for the run before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    public BudgetAnswer Reserve(RunKey run, RunSpend spent, decimal amountUsd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amountUsd);
        // Whoever asks with an older transcript is not the run's writer any more and learns it at its next append; or its log has
        // lost its end in a crash, and the confirmation decides. Nothing is reserved in either case.
        if (!Report(run, spent))
            return new BudgetAnswer.Reserved();
        if (capPerRunUsd is { } perRun && spent.SettledUsd + spent.UnsettledUsd is var ofRun && ofRun + amountUsd > perRun)
            return Refuse(amountUsd, "run", perRun, ofRun);
        if (CapUsd is { } cap)
        {
            if (SettledUsd + UnsettledUsd + amountUsd > cap)
                return Refuse(amountUsd, name, cap, SettledUsd + UnsettledUsd);
            if (SettledUsd + UnsettledUsd + ReservedUsd + amountUsd > cap)
                return new BudgetAnswer.Wait(AskAgain);
        }

        entries[run] = entries[run] with { GrantedUsd = amountUsd };
        ReservedUsd += amountUsd;
        return new BudgetAnswer.Reserved();
    }

    /// <summary>
    /// Takes what a run with an open call has spent, and tells whether that call may leave: whether everything that is known fits
    /// under the caps, this call's reservation included.
    /// </summary>
    public bool Confirm(RunKey run, RunSpend spent) =>
        Report(run, spent)
        && !(spent.SettledUsd + spent.UnsettledUsd + spent.OpenUsd > capPerRunUsd)
        && !(SettledUsd + UnsettledUsd + ReservedUsd > CapUsd);

    /// <summary>
    /// Takes what a run has spent, and frees what was reserved for it beside its open call. An older report than the known one
    /// changes nothing.
    /// </summary>
    /// <returns>False where it is older.</returns>
    public bool Report(RunKey run, RunSpend spent)
    {
        var known = entries.GetValueOrDefault(run, Nothing);
        if (spent.Seq < known.Spend.Seq)
            return false;
        var entry = new Entry(spent, 0m);
        SettledUsd += spent.SettledUsd - known.Spend.SettledUsd;
        UnsettledUsd += spent.UnsettledUsd - known.Spend.UnsettledUsd;
        ReservedUsd += entry.ReservedUsd - known.ReservedUsd;
        entries[run] = entry;
        return true;
    }

    private static BudgetAnswer.Refused Refuse(decimal amountUsd, string whose, decimal cap, decimal spentUsd) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The next call may cost ${amountUsd:0.######}; of the {whose}'s ${cap:0.######}, ${spentUsd:0.######} is spent."));

    private sealed record Entry(RunSpend Spend, decimal GrantedUsd)
    {
        public decimal ReservedUsd => GrantedUsd + Spend.OpenUsd;
    }
}
