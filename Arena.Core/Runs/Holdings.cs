namespace Arena.Core.Runs;

/// <summary>What a driver holds between two steps and loses when it dies: nothing that the transcript needs.</summary>
/// <param name="ReservedUsd">Money reserved for the next call; 0 where its price is unknown and that is allowed.</param>
/// <param name="Lease">Permit for the next call.</param>
/// <param name="Ticket">Name under which a permit is asked for.</param>
/// <param name="NotBefore">When the next try may be made; null where nothing is to be waited for.</param>
/// <param name="WaitedMs">Time waited that no event has told yet, in milliseconds.</param>
/// <param name="RetryAllowedAfter">Number of the failure whose delay is over.</param>
/// <param name="Confirmed">Number of the started call whose money is confirmed.</param>
public sealed record Holdings(
    decimal? ReservedUsd, string? Lease, string? Ticket, DateTimeOffset? NotBefore, long WaitedMs, long RetryAllowedAfter, long Confirmed = 0)
{
    /// <summary>Nothing.</summary>
    public static Holdings None { get; } = new(null, null, null, null, 0, 0);

    /// <summary>Whether nothing is held that somebody else could use.</summary>
    public bool IsFree => this is { ReservedUsd: null, Lease: null, Ticket: null };

    /// <summary>Nothing but the time that was waited.</summary>
    public Holdings Freed() => None with { WaitedMs = WaitedMs };
}
