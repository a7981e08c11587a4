using Arena.Core.Runs;

namespace Arena.Core.Campaigns;

/// <summary>What a run has spent at an event of its transcript. Absolute, never an increment.</summary>
/// <param name="Seq">Number of the event; an older report changes nothing.</param>
/// <param name="SettledUsd">Price of completed calls in US dollars.</param>
/// <param name="UnsettledUsd">Reservations of calls that may have been billed.</param>
/// <param name="OpenUsd">Reservation of the call under way.</param>
public sealed record RunSpend(long Seq, decimal SettledUsd, decimal UnsettledUsd, decimal OpenUsd = 0m)
{
    /// <summary>The spend of a run at its last event.</summary>
    public static RunSpend Of(RunState state) => Of(state.Seq, state.Ledger.Total);

    /// <summary>The spend of a run at its last event, of the calls that left on a UTC day.</summary>
    public static RunSpend On(RunState state, DateOnly day) => Of(state.Seq, state.Ledger.On(day));

    private static RunSpend Of(long seq, RunMoney money) => new(seq, money.SettledUsd, money.UnsettledUsd, money.OpenUsd);
}
