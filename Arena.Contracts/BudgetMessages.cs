namespace Arena.Contracts;

/// <summary>A run asks for the worst case of its next call.</summary>
/// <param name="Spend">What it has spent.</param>
/// <param name="AmountUsd">Worst case in US dollars.</param>
[GenerateSerializer, Immutable, Alias("arena.reserveRequest")]
public sealed record ReserveRequest([property: Id(0)] SpendReport Spend, [property: Id(1)] decimal AmountUsd);

/// <summary>What a run has spent at an event of its transcript.</summary>
/// <param name="Run">The run's key.</param>
/// <param name="Seq">Number of the event.</param>
/// <param name="SettledUsd">Price of completed calls in US dollars.</param>
/// <param name="UnsettledUsd">Reservations of calls that may have been billed.</param>
/// <param name="OpenUsd">Reservation of the call under way.</param>
[GenerateSerializer, Immutable, Alias("arena.spendReport")]
public sealed record SpendReport(
    [property: Id(0)] string Run,
    [property: Id(1)] long Seq,
    [property: Id(2)] decimal SettledUsd,
    [property: Id(3)] decimal UnsettledUsd,
    [property: Id(4)] decimal OpenUsd);

/// <summary>Whether an amount was reserved: it was, or a delay tells when to ask again, or a reason why it never will be.</summary>
/// <param name="Reserved">True where it was.</param>
/// <param name="Delay">Set where only reservations of others are in the way.</param>
/// <param name="Reason">Set where it does not fit.</param>
[GenerateSerializer, Immutable, Alias("arena.reserveReply")]
public sealed record ReserveReply([property: Id(0)] bool Reserved, [property: Id(1)] TimeSpan? Delay, [property: Id(2)] string? Reason);

/// <summary>The money of a campaign, or of a day, in US dollars.</summary>
/// <param name="SettledUsd">Price of completed calls.</param>
/// <param name="UnsettledUsd">Reservations of calls that may have been billed.</param>
/// <param name="ReservedUsd">Reservations of calls that have not come back.</param>
/// <param name="CapUsd">The cap; null for none.</param>
[GenerateSerializer, Immutable, Alias("arena.budgetSnapshot")]
public sealed record BudgetSnapshot(
    [property: Id(0)] decimal SettledUsd, [property: Id(1)] decimal UnsettledUsd, [property: Id(2)] decimal ReservedUsd, [property: Id(3)] decimal? CapUsd);
