namespace Arena.Contracts;

/// <summary>Where a run is: absolute totals, with the number of the event that they stand for. Null is unknown.</summary>
/// <param name="Task">Task id.</param>
/// <param name="N">Repetition, from 1.</param>
/// <param name="Seq">Number of the run's last event; 0 where it has none.</param>
/// <param name="Status"><c>waiting</c>, <c>running</c>, <c>paused</c> or <c>finished</c>.</param>
/// <param name="Outcome"><c>passed</c>, <c>failed</c>, <c>infrastructure_error</c>, <c>cancelled</c>; null while the attempt is under way.</param>
/// <param name="FailureMode">How it failed, in snake case.</param>
/// <param name="Reason">Why, for an infrastructure error or a cancellation.</param>
/// <param name="Attempt">The attempt; 0 where none has begun.</param>
/// <param name="Turns">Turns of the attempt.</param>
/// <param name="ToolCalls">Tool calls of the attempt.</param>
/// <param name="Totals">What all attempts used.</param>
/// <param name="StartedAt">When the first attempt was created.</param>
/// <param name="WallMs">From then to the last event, in milliseconds.</param>
[GenerateSerializer, Immutable, Alias("arena.runReport")]
public sealed record RunReport(
    [property: Id(0)] string Task,
    [property: Id(1)] int N,
    [property: Id(2)] long Seq,
    [property: Id(3)] string Status,
    [property: Id(4)] string? Outcome,
    [property: Id(5)] string? FailureMode,
    [property: Id(6)] string? Reason,
    [property: Id(7)] int Attempt,
    [property: Id(8)] int Turns,
    [property: Id(9)] int ToolCalls,
    [property: Id(10)] UsageReport Totals,
    [property: Id(11)] DateTimeOffset? StartedAt,
    [property: Id(12)] long WallMs);

/// <summary>What a run used. Null is unknown.</summary>
/// <param name="Turns">Completed model calls.</param>
/// <param name="ToolCalls">Tool calls that got a result.</param>
/// <param name="Input">Prompt tokens.</param>
/// <param name="Output">Output tokens.</param>
/// <param name="CacheRead">Prompt tokens read from a cache.</param>
/// <param name="CacheWrite">Prompt tokens written to a cache.</param>
/// <param name="Reasoning">Reasoning tokens.</param>
/// <param name="CostUsd">Price of completed calls in US dollars.</param>
/// <param name="UnsettledUsd">Reservations of calls that may have been billed, in US dollars.</param>
/// <param name="ModelMs">Model latency in milliseconds.</param>
/// <param name="ToolMs">Tool time in milliseconds.</param>
/// <param name="WaitingMs">Waiting time in milliseconds.</param>
[GenerateSerializer, Immutable, Alias("arena.usageReport")]
public sealed record UsageReport(
    [property: Id(0)] int Turns,
    [property: Id(1)] int ToolCalls,
    [property: Id(2)] long? Input,
    [property: Id(3)] long? Output,
    [property: Id(4)] long? CacheRead,
    [property: Id(5)] long? CacheWrite,
    [property: Id(6)] long? Reasoning,
    [property: Id(7)] decimal? CostUsd,
    [property: Id(8)] decimal UnsettledUsd,
    [property: Id(9)] long ModelMs,
    [property: Id(10)] long ToolMs,
    [property: Id(11)] long WaitingMs);
