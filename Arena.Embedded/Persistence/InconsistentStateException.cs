using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>The stored state is not the one that was read. Thrown out of a grain call it deactivates the grain.</summary>
public sealed class InconsistentStateException : OrleansException
{
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    public InconsistentStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public InconsistentStateException(string errorMsg, string storedEtag, string currentEtag)
        : base($"{errorMsg} (stored etag {storedEtag}, current etag {currentEtag})") =>
        (StoredEtag, CurrentEtag) = (storedEtag, currentEtag);

    public string? StoredEtag { get; }

    public string? CurrentEtag { get; }

    /// <summary>True until it has left the activation that met it: only that one is stale, not its callers.</summary>
    internal bool IsSource { get; set; } = true;
}
