using System.Text.Json.Serialization;

namespace Arena.Core.Models;

/// <summary>What can go wrong with a model call. A closed set.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ModelFailureKind>))]
public enum ModelFailureKind
{
    /// <summary>Too many requests; the provider may have said when to come back.</summary>
    Throttled,

    /// <summary>The provider is over its capacity or broken for the moment.</summary>
    Overloaded,

    /// <summary>No answer within the time.</summary>
    TimedOut,

    /// <summary>The prompt does not fit the model's context.</summary>
    ContextTooLong,

    /// <summary>The provider's filter refused.</summary>
    Filtered,

    /// <summary>The answer cannot be read.</summary>
    Malformed,

    /// <summary>The provider says that the request is wrong.</summary>
    InvalidRequest,

    /// <summary>No credentials, or not these.</summary>
    AccessDenied,

    /// <summary>The provider does not know the model.</summary>
    NotFound,

    /// <summary>The connection failed.</summary>
    Network,

    /// <summary>Anything else.</summary>
    Unknown,
}
