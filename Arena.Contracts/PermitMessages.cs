namespace Arena.Contracts;

/// <summary>A run asks for a permit.</summary>
/// <param name="Run">The run's key.</param>
/// <param name="Ticket">A name that is new for every call, and the same as long as is asked for that call.</param>
/// <param name="Concurrency">The most permits at a time, as the model's card tells.</param>
/// <param name="RequestsPerMinute">The most calls that may leave in a minute; null for no cap.</param>
/// <param name="TokensPerMinute">The most tokens of the calls that leave in a minute; null for no cap.</param>
/// <param name="Start">Permits at a time before anything is known of the provider.</param>
/// <param name="Tokens">Worst case of the call's tokens, prompt and output.</param>
[GenerateSerializer, Immutable, Alias("arena.permitRequest")]
public sealed record PermitRequest(
    [property: Id(0)] string Run,
    [property: Id(1)] string Ticket,
    [property: Id(2)] int Concurrency,
    [property: Id(3)] int? RequestsPerMinute,
    [property: Id(4)] long? TokensPerMinute,
    [property: Id(5)] int Start,
    [property: Id(6)] long Tokens);

/// <summary>A gate answers: a lease, or a ticket and a delay.</summary>
/// <param name="Lease">Set where the call may leave.</param>
/// <param name="Ticket">Set where it may not yet: keeps the place in the line.</param>
/// <param name="Delay">How long to wait before asking again.</param>
/// <param name="Expires">When the lease is taken back unless it is renewed; set with it.</param>
[GenerateSerializer, Immutable, Alias("arena.permitReply")]
public sealed record PermitReply(
    [property: Id(0)] string? Lease, [property: Id(1)] string? Ticket, [property: Id(2)] TimeSpan Delay, [property: Id(3)] DateTimeOffset? Expires);

/// <summary>A permit, or a place in the line, is given back.</summary>
/// <param name="Lease">The lease or the ticket.</param>
/// <param name="Ending">How the call ended.</param>
/// <param name="Tokens">Tokens that it really took; null where nobody knows.</param>
/// <param name="Delay">The delay that the provider asked for, where it throttled the call.</param>
[GenerateSerializer, Immutable, Alias("arena.permitReturn")]
public sealed record PermitReturn(
    [property: Id(0)] string Lease, [property: Id(1)] PermitEnding Ending, [property: Id(2)] long? Tokens, [property: Id(3)] TimeSpan? Delay);

/// <summary>How a call ended, as its gate has to know.</summary>
[GenerateSerializer, Alias("arena.permitEnding")]
public enum PermitEnding
{
    /// <summary>It came back with an answer.</summary>
    Succeeded,

    /// <summary>The provider said that this is too much.</summary>
    Throttled,

    /// <summary>The provider is over its capacity or broken.</summary>
    Overloaded,

    /// <summary>It failed in another way.</summary>
    Failed,

    /// <summary>It was given up.</summary>
    Abandoned,
}

/// <summary>A gate at a moment, for display.</summary>
/// <param name="Limit">Calls at a time that it lets through now; null where nobody has asked it since it woke.</param>
/// <param name="Concurrency">The most that the limit may grow to, as it was last told; null as above.</param>
/// <param name="RequestsPerMinute">Cap of calls a minute; null for none.</param>
/// <param name="TokensPerMinute">Cap of tokens a minute; null for none.</param>
/// <param name="InUse">Permits that are out, or kept for somebody whose turn has come.</param>
/// <param name="Waiting">Runs that wait for one.</param>
/// <param name="RequestsLastMinute">Calls that left in the last minute.</param>
/// <param name="TokensLastMinute">Their tokens.</param>
/// <param name="PausedUntil">When the pause ends; null where there is none.</param>
/// <param name="Throttles">Episodes of throttling since it woke.</param>
[GenerateSerializer, Immutable, Alias("arena.gateReport")]
public sealed record GateReport(
    [property: Id(0)] int? Limit,
    [property: Id(1)] int? Concurrency,
    [property: Id(2)] int? RequestsPerMinute,
    [property: Id(3)] long? TokensPerMinute,
    [property: Id(4)] int InUse,
    [property: Id(5)] int Waiting,
    [property: Id(6)] int RequestsLastMinute,
    [property: Id(7)] long TokensLastMinute,
    [property: Id(8)] DateTimeOffset? PausedUntil,
    [property: Id(9)] int Throttles);
