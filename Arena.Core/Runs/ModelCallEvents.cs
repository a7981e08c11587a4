using System.Collections.Immutable;
using Arena.Core.Models;
using Arena.Core.Storage;

namespace Arena.Core.Runs;

/// <summary>A model call is about to leave. Its request is the fold of the events before this one; only its digest is kept.</summary>
/// <param name="Call">1, 2, ...: counts through all attempts of the run, so that a call is completed at most once in a transcript.</param>
/// <param name="Attempt">1, or one more than the failed or abandoned try of the same call.</param>
/// <param name="RequestDigest"><c>sha256-</c> over the request's messages, tools and options.</param>
/// <param name="ReservedUsd">Worst case of its price in US dollars, reserved before it leaves; null where the price is unknown.</param>
/// <param name="ToolsWithdrawn">True on the last turn, where the model must answer.</param>
/// <param name="WaitedMs">Time waited for money, a permit or a retry since the last event that tells such, in milliseconds.</param>
public sealed record ModelCallStarted(
    int Call, int Attempt, string RequestDigest, decimal? ReservedUsd, bool ToolsWithdrawn, long WaitedMs) : RunEvent;

/// <summary>A model call came back.</summary>
/// <param name="Call">Which call.</param>
/// <param name="Attempt">Which try of it.</param>
/// <param name="Text">The model's text; may be empty.</param>
/// <param name="Reasoning">Its reasoning, where it was told.</param>
/// <param name="ToolCalls">The tool calls it asks for, in order; ids are unique within the run.</param>
/// <param name="FinishReason">As the provider told it, for example <c>stop</c>, <c>tool_calls</c>, <c>length</c>.</param>
/// <param name="Usage">Tokens, unknown where the provider did not tell.</param>
/// <param name="CostUsd">Price of the call in US dollars at the pinned price table; null where tokens or price are unknown, never 0 for that.</param>
/// <param name="LatencyMs">From leaving to the last byte, in milliseconds.</param>
/// <param name="ServedModel">The model that answered, where the provider told.</param>
/// <param name="ResponseId">The provider's id of the response.</param>
/// <param name="ProviderData">How the turn was composed, as JSON, where text, reasoning and tool calls alone do not tell; see <see cref="TurnLayout"/>.</param>
/// <param name="RequestId">The provider's id of the request, where it has one beside that of the response.</param>
/// <param name="OverrunUsd">How far its price is above what was reserved for it, in US dollars; null where it is not.</param>
public sealed record ModelCallCompleted(
    int Call,
    int Attempt,
    StoredText Text,
    StoredText? Reasoning,
    ImmutableArray<ToolCall> ToolCalls,
    string FinishReason,
    TokenUsage Usage,
    decimal? CostUsd,
    long LatencyMs,
    string? ServedModel,
    string? ResponseId,
    StoredText? ProviderData = null,
    string? RequestId = null,
    decimal? OverrunUsd = null) : RunEvent;

/// <summary>A tool call that the model asks for.</summary>
/// <param name="Id">Unique within the run.</param>
/// <param name="Name">The tool's name as the model wrote it.</param>
/// <param name="Arguments">The arguments as the model wrote them; need not be JSON.</param>
public sealed record ToolCall(string Id, string Name, StoredText Arguments);

/// <summary>A model call failed with an answer that says so.</summary>
/// <param name="Call">Which call.</param>
/// <param name="Attempt">Which try of it.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Message">The provider's message.</param>
/// <param name="MayBeBilled">Whether the provider may charge for it; then its reservation is unsettled.</param>
/// <param name="RetryAfterMs">The delay that the provider asked for, in milliseconds.</param>
/// <param name="LatencyMs">From leaving to the failure, in milliseconds.</param>
/// <param name="RequestId">The provider's id of the request.</param>
/// <param name="Partial">What had been received of the answer; null where nothing had.</param>
public sealed record ModelCallFailed(
    int Call,
    int Attempt,
    ModelFailureKind Kind,
    string Message,
    bool MayBeBilled,
    long? RetryAfterMs,
    long LatencyMs,
    string? RequestId,
    PartialAnswer? Partial = null) : RunEvent;

/// <summary>A model call whose end nobody saw: the host died or stopped. It may have been billed.</summary>
/// <param name="Call">Which call.</param>
/// <param name="Attempt">Which try of it.</param>
/// <param name="UnsettledUsd">Its reservation: shown as unsettled, never added to measured cost.</param>
/// <param name="Reason">Why its end was not seen.</param>
public sealed record ModelCallAbandoned(int Call, int Attempt, decimal? UnsettledUsd, string Reason) : RunEvent;
