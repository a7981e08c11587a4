using System.Collections.Immutable;

namespace Arena.Core.Campaigns;

/// <summary>
/// The money of a run with all its attempts, a fold of its transcript, by the UTC day on which each call left. Settled is the
/// price of completed calls; open the reservation of the call under way; unsettled the reservations of calls that may have been
/// billed an unknown amount: abandoned, failed late, or completed without telling their tokens.
/// </summary>
public sealed record RunLedger
{
    /// <summary>Nothing spent.</summary>
    public static RunLedger Empty { get; } = new();

    /// <summary>By day, in the order of the first call of each.</summary>
    public ImmutableArray<DayMoney> Days { get; private init; } = [];

    /// <summary>The day on which the last call left; null before the first.</summary>
    public DateOnly? LastDay { get; private init; }

    /// <summary>All days together.</summary>
    public RunMoney Total => Days.Aggregate(RunMoney.None, (sum, day) => sum + day.Money);

    /// <summary>The money of a day.</summary>
    public RunMoney On(DateOnly day) => Days.FirstOrDefault(known => known.Day == day)?.Money ?? RunMoney.None;

    internal RunLedger Started(DateTimeOffset at, decimal? reservedUsd)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        return (this with { LastDay = day }).Change(money => money with { OpenUsd = reservedUsd ?? 0m });
    }

    internal RunLedger Completed(decimal? costUsd) => Change(money => costUsd is { } cost
        ? money with { SettledUsd = money.SettledUsd + cost, OpenUsd = 0m }
        : money with { UnsettledUsd = money.UnsettledUsd + money.OpenUsd, OpenUsd = 0m });

    internal RunLedger Failed(decimal? unsettledUsd) =>
        Change(money => money with { UnsettledUsd = money.UnsettledUsd + (unsettledUsd ?? 0m), OpenUsd = 0m });

    // A call's end belongs to the day on which it left.
    private RunLedger Change(Func<RunMoney, RunMoney> change)
    {
        for (var i = 0; i < Days.Length; i++)
        {
            if (Days[i].Day == LastDay)
                return this with { Days = Days.SetItem(i, Days[i] with { Money = change(Days[i].Money) }) };
        }

        return this with { Days = Days.Add(new DayMoney(LastDay!.Value, change(RunMoney.None))) };
    }
}

/// <summary>The money of a run's calls that left on a day.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="Money">Their money.</param>
public sealed record DayMoney(DateOnly Day, RunMoney Money);

/// <summary>Money of a run in US dollars.</summary>
/// <param name="SettledUsd">Price of completed calls.</param>
/// <param name="UnsettledUsd">Reservations of calls that may have been billed.</param>
/// <param name="OpenUsd">Reservation of the call under way.</param>
public sealed record RunMoney(decimal SettledUsd, decimal UnsettledUsd, decimal OpenUsd)
{
    /// <summary>None.</summary>
    public static RunMoney None { get; } = new(0m, 0m, 0m);

    /// <summary>The sum of both.</summary>
    public static RunMoney operator +(RunMoney a, RunMoney b) =>
        new(a.SettledUsd + b.SettledUsd, a.UnsettledUsd + b.UnsettledUsd, a.OpenUsd + b.OpenUsd);
}
