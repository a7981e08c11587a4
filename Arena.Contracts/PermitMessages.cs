namespace Arena.Contracts;

/// <summary>A run asks for a permit.</summary>
/// <param name="Run">The run's key.</param>
/// <param name="Ticket">The place in the queue from an earlier reply; null at first.</param>
/// <param name="Concurrency">The most permits at a time, as the model's card tells.</param>
[GenerateSerializer, Immutable, Alias("arena.permitRequest")]
public sealed record PermitRequest([property: Id(0)] string Run, [property: Id(1)] string? Ticket, [property: Id(2)] int Concurrency);

/// <summary>A gate answers: a lease, or a ticket and a delay.</summary>
/// <param name="Lease">Set where the call may leave.</param>
/// <param name="Ticket">Set where it may not yet: keeps the place in the queue.</param>
/// <param name="Delay">How long to wait before asking again.</param>
[GenerateSerializer, Immutable, Alias("arena.permitReply")]
public sealed record PermitReply([property: Id(0)] string? Lease, [property: Id(1)] string? Ticket, [property: Id(2)] TimeSpan Delay);
