namespace Arena.Core.Storage;

/// <summary>A blob that an event refers to is not in the store, or is damaged: broken infrastructure, never a model failure.</summary>
public sealed class BlobMissingException(BlobId id, string reason, Exception? inner = null)
    : IOException($"Blob {id} cannot be read: {reason}.", inner)
{
    /// <summary>The address that was asked for.</summary>
    public BlobId Id { get; } = id;
}
