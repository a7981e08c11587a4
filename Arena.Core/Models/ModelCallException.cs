namespace Arena.Core.Models;

/// <summary>What every model client throws when a call fails.</summary>
public sealed class ModelCallException(
    ModelFailureKind kind,
    string message,
    bool mayBeBilled = false,
    TimeSpan? retryAfter = null,
    string? requestId = null,
    Exception? inner = null,
    PartialAnswer? partial = null) : Exception(message, inner)
{
    /// <summary>What happened.</summary>
    public ModelFailureKind Kind { get; } = kind;

    /// <summary>Whether the provider may charge for the call.</summary>
    public bool MayBeBilled { get; } = mayBeBilled;

    /// <summary>The delay that the provider asked for.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>The provider's id of the request.</summary>
    public string? RequestId { get; } = requestId;

    /// <summary>What had been received of the answer; null where nothing had.</summary>
    public PartialAnswer? Partial { get; } = partial;
}
