namespace Arena.Core.Storage.Files;

/// <summary>Blobs as files: <c>blobs/ab/sha256-ab...</c>, written aside and renamed, so that a blob is whole or absent.</summary>
public sealed class FileBlobStore(string folder, GroupFlush flush) : IBlobStore
{
    private long temporaries;

    /// <inheritdoc/>
    public ValueTask<BlobId> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = BlobId.Of(content.Span);
        var path = PathOf(id);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var temporary = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref temporaries)}.new";
            File.WriteAllBytes(temporary, content.Span);
            File.Move(temporary, path, overwrite: true);
            flush.BlobWritten(path);
        }

        return ValueTask.FromResult(id);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ContainsAsync(BlobId id, CancellationToken cancellationToken) => ValueTask.FromResult(File.Exists(PathOf(id)));

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> GetAsync(BlobId id, CancellationToken cancellationToken)
    {
        byte[] content;
        try
        {
            content = await File.ReadAllBytesAsync(PathOf(id), cancellationToken);
        }
        catch (IOException e)
        {
            throw new BlobMissingException(id, e is FileNotFoundException or DirectoryNotFoundException ? "it is not stored" : e.Message, e);
        }

        return BlobId.Of(content) == id ? content : throw new BlobMissingException(id, "its bytes have another digest");
    }

    private string PathOf(BlobId id) => Path.Combine(folder, id.Value.Substring(7, 2), id.Value);
}
