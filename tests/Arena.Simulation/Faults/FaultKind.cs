using System.Text.Json.Serialization;
using Arena.Core;

namespace Arena.Simulation.Faults;

/// <summary>
/// What a simulated service does wrong. A closed set; each service has its own status, name and words for it, and what it does not
/// know it answers with what comes closest.
/// </summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>Too many requests; <see cref="Fault.Delay"/> becomes a Retry-After header.</summary>
    Throttled,

    /// <summary>The model is not loaded yet.</summary>
    NotReady,

    /// <summary>The service broke.</summary>
    InternalError,

    /// <summary>The service is full.</summary>
    Unavailable,

    /// <summary>503 with a page of HTML, as a proxy answers.</summary>
    UnavailableHtml,

    /// <summary>The model took too long for the service.</summary>
    ModelTimeout,

    /// <summary>The model behind the service failed; <see cref="Fault.Status"/> is its own status.</summary>
    ModelError,

    /// <summary>The account's quota is used up.</summary>
    QuotaExceeded,

    /// <summary>The prompt is too long.</summary>
    TooLong,

    /// <summary>The request is not what the model takes; <see cref="Fault.Text"/> is the message.</summary>
    Invalid,

    /// <summary>The caller may not.</summary>
    AccessDenied,

    /// <summary>The caller's credentials are over.</summary>
    ExpiredToken,

    /// <summary>There is no such model.</summary>
    NotFound,

    /// <summary>The connection is closed before the answer begins.</summary>
    ResetBefore,

    /// <summary>The connection is closed in the middle of the answer.</summary>
    ResetInBody,

    /// <summary>A stream ends between two events, as if it were complete.</summary>
    Cut,

    /// <summary>The tokens are missing: the last event of a stream, or the member of a whole answer.</summary>
    NoUsage,

    /// <summary>The JSON of the answer, or of an event, ends in the middle.</summary>
    TruncatedJson,

    /// <summary>An answer of an empty object, or a stream of no events.</summary>
    Empty,

    /// <summary>Each piece of the answer comes after <see cref="Fault.Delay"/>.</summary>
    Slow,

    /// <summary>The answer stops in the middle, and the connection stays.</summary>
    Stalled,

    /// <summary>A piece of an event is spoiled.</summary>
    WrongCrc,

    /// <summary>The arguments of a tool call have a key twice.</summary>
    DuplicateKeys,

    /// <summary>Tokens below zero.</summary>
    AbsurdUsage,

    /// <summary>More tokens than there can be.</summary>
    HugeUsage,

    /// <summary>A stream ends in an error; <see cref="Fault.Text"/> names it, for example throttlingException or server_error.</summary>
    StreamException,

    /// <summary>An event of a kind that no client knows yet.</summary>
    UnknownEvent,

    /// <summary>The answer stops for the reason of <see cref="Fault.Text"/>.</summary>
    StopReason,
}
