namespace Arena.Core.Runs;

/// <summary>What a driver holds between two steps and loses when it dies: nothing that the transcript needs.</summary>
/// <param name="ReservedUsd">Money reserved for the next call; 0 where its price is unknown and that is allowed.</param>
/// <param name="Lease">Permit for the next call.</param>
/// <param name="Ticket">Place in the queue for a permit.</param>
/// <param name="NotBefore">When the next try may be made; null where nothing is to be waited for.</param>
/// <param name="WaitedMs">Time waited since the last step, in milliseconds.</param>
/// <param name="RetryAllowedAfter">Number of the failure whose delay is over.</param>
public sealed record Holdings(
    decimal? ReservedUsd, string? Lease, string? Ticket, DateTimeOffset? NotBefore, long WaitedMs, long RetryAllowedAfter)
{
    /// <summary>Nothing.</summary>
    public static Holdings None { get; } = new(null, null, null, null, 0, 0);
}
