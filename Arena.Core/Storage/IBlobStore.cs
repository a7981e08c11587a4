namespace Arena.Core.Storage;

/// <summary>
/// Content-addressed storage for what is too large for an event: long texts, workspace files, workspace trees.
/// A blob is immutable; putting the same bytes twice stores them once. Safe for concurrent use.
/// </summary>
public interface IBlobStore
{
    /// <summary>Stores the bytes and returns their address. When it returns, the blob survives the death of the process.</summary>
    ValueTask<BlobId> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Whether the blob is stored.</summary>
    ValueTask<bool> ContainsAsync(BlobId id, CancellationToken cancellationToken);

    /// <summary>The bytes of a blob.</summary>
    /// <exception cref="BlobMissingException">The blob is not stored, or its bytes no longer have its address.</exception>
    ValueTask<ReadOnlyMemory<byte>> GetAsync(BlobId id, CancellationToken cancellationToken);
}
