using System.Text.Json.Serialization;
using Arena.Core;

namespace Arena.BedrockSimulator.Faults;

/// <summary>What a simulated service does wrong. A closed set.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>429 ThrottlingException; <see cref="Fault.Delay"/> becomes a Retry-After header.</summary>
    Throttled,

    /// <summary>429 ModelNotReadyException.</summary>
    NotReady,

    /// <summary>500 InternalServerException.</summary>
    InternalError,

    /// <summary>503 ServiceUnavailableException.</summary>
    Unavailable,

    /// <summary>503 with a page of HTML, as a proxy answers.</summary>
    UnavailableHtml,

    /// <summary>408 ModelTimeoutException.</summary>
    ModelTimeout,

    /// <summary>424 ModelErrorException; <see cref="Fault.Status"/> is the model's own status.</summary>
    ModelError,

    /// <summary>400 ServiceQuotaExceededException.</summary>
    QuotaExceeded,

    /// <summary>400 ValidationException: the prompt is too long.</summary>
    TooLong,

    /// <summary>400 ValidationException of another kind; <see cref="Fault.Text"/> is its message.</summary>
    Invalid,

    /// <summary>403 AccessDeniedException.</summary>
    AccessDenied,

    /// <summary>403 ExpiredTokenException.</summary>
    ExpiredToken,

    /// <summary>404 ResourceNotFoundException.</summary>
    NotFound,

    /// <summary>The connection is closed before the answer begins.</summary>
    ResetBefore,

    /// <summary>The connection is closed in the middle of the answer.</summary>
    ResetInBody,

    /// <summary>A stream ends between two events, as if it were complete.</summary>
    Cut,

    /// <summary>The last event of a stream, which tells the tokens, is missing; a whole answer lacks them.</summary>
    NoUsage,

    /// <summary>The JSON of the answer, or of an event, ends in the middle.</summary>
    TruncatedJson,

    /// <summary>An answer of an empty object.</summary>
    Empty,

    /// <summary>Each piece of the answer comes after <see cref="Fault.Delay"/>.</summary>
    Slow,

    /// <summary>The answer stops in the middle, and the connection stays.</summary>
    Stalled,

    /// <summary>One bit of an event is flipped.</summary>
    WrongCrc,

    /// <summary>The arguments of a tool call have a key twice.</summary>
    DuplicateKeys,

    /// <summary>Tokens below zero.</summary>
    AbsurdUsage,

    /// <summary>More tokens than the type of the field holds.</summary>
    HugeUsage,

    /// <summary>A stream ends in an exception; <see cref="Fault.Text"/> names it, for example throttlingException.</summary>
    StreamException,

    /// <summary>An event of a kind that no client knows yet.</summary>
    UnknownEvent,

    /// <summary>The answer stops for the reason of <see cref="Fault.Text"/>.</summary>
    StopReason,
}
