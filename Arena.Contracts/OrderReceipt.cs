namespace Arena.Contracts;

/// <summary>What came of an order.</summary>
/// <param name="Outcome">Whether it was taken.</param>
/// <param name="Message">Why not; null where it was.</param>
[GenerateSerializer, Immutable, Alias("arena.receipt")]
public sealed record OrderReceipt([property: Id(0)] OrderOutcome Outcome, [property: Id(1)] string? Message);

/// <summary>Whether an order was taken.</summary>
[GenerateSerializer, Alias("arena.outcome")]
public enum OrderOutcome
{
    /// <summary>The campaign was created by it.</summary>
    Created,

    /// <summary>The campaign was created by an equal order before.</summary>
    Same,

    /// <summary>The id belongs to a campaign that was ordered otherwise.</summary>
    Conflict,

    /// <summary>It cannot be carried out.</summary>
    Refused,
}
