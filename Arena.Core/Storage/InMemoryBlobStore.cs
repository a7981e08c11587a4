using System.Collections.Concurrent;

namespace Arena.Core.Storage;

/// <summary>Blobs in memory, for suite checks and benchmarks that leave nothing behind.</summary>
public sealed class InMemoryBlobStore : IBlobStore
{
    private readonly ConcurrentDictionary<BlobId, byte[]> blobs = new();

    /// <inheritdoc/>
    public ValueTask<BlobId> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var id = BlobId.Of(content.Span);
        if (!blobs.ContainsKey(id))
            blobs.TryAdd(id, content.ToArray());
        return ValueTask.FromResult(id);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ContainsAsync(BlobId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(blobs.ContainsKey(id));

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> GetAsync(BlobId id, CancellationToken cancellationToken) =>
        blobs.TryGetValue(id, out var content)
            ? ValueTask.FromResult<ReadOnlyMemory<byte>>(content)
            : throw new BlobMissingException(id, "it is not stored");
}
