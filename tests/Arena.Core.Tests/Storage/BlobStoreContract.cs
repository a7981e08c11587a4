using Arena.Core.Storage;
using Arena.Core.Storage.Files;

namespace Arena.Core.Tests.Storage;

/// <summary>What every <see cref="IBlobStore"/> must do.</summary>
public abstract class BlobStoreContract
{
    protected abstract IBlobStore Blobs { get; }

    [Fact]
    public async Task Put_ThenGet_GivesTheSameBytes()
    {
        foreach (var content in new[] { Array.Empty<byte>(), [0], new byte[300_000] })
        {
            var id = await Blobs.PutAsync(content, CancellationToken.None);
            id.ShouldBe(BlobId.Of(content));
            (await Blobs.ContainsAsync(id, CancellationToken.None)).ShouldBeTrue();
            (await Blobs.GetAsync(id, CancellationToken.None)).ToArray().ShouldBe(content);
        }
    }

    [Fact]
    public async Task Put_OfTheSameBytesByManyAtOnce_StoresThemOnce()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Task.Run(async () => await Blobs.PutAsync(new byte[] { 1, 2, 3 }, CancellationToken.None))));

        ids.Distinct().Count().ShouldBe(1);
        (await Blobs.GetAsync(ids[0], CancellationToken.None)).ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Get_OfAnUnknownBlob_NamesIt()
    {
        var id = BlobId.Of([9]);
        (await Blobs.ContainsAsync(id, CancellationToken.None)).ShouldBeFalse();
        (await Should.ThrowAsync<BlobMissingException>(async () => await Blobs.GetAsync(id, CancellationToken.None))).Id.ShouldBe(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256-../../etc/passwd")]
    [InlineData("sha256-ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    public void Parse_OfAnythingElse_IsRefused(string text) => Should.Throw<FormatException>(() => BlobId.Parse(text));
}

public sealed class InMemoryBlobStoreTests : BlobStoreContract
{
    protected override IBlobStore Blobs { get; } = new InMemoryBlobStore();
}

public sealed class FileBlobStoreTests : BlobStoreContract, IAsyncDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly GroupFlush flush = new();

    public FileBlobStoreTests() => Blobs = new FileBlobStore(temporary.Path, flush);

    protected override IBlobStore Blobs { get; }

    public async ValueTask DisposeAsync()
    {
        await flush.DisposeAsync();
        temporary.Dispose();
    }
}
