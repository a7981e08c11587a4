using System.Text.Json;
using Arena.Core.Runs;
using Arena.Core.Storage;

namespace Arena.Core.Tests.Storage;

public sealed class StoredTextTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(StoredText.InlineLimit)]
    [InlineData(StoredText.InlineLimit + 1)]
    [InlineData(1_000_000)]
    public async Task Text_OfAnyLength_ComesBackWhole(int length)
    {
        var blobs = new InMemoryBlobStore();
        var text = new string('x', length);

        var stored = await StoredText.StoreAsync(text, blobs, CancellationToken.None);

        stored.Blob.HasValue.ShouldBe(length > StoredText.InlineLimit);
        var read = JsonSerializer.Deserialize<StoredText>(JsonSerializer.Serialize(stored, RunEventJson.Options), RunEventJson.Options)!;
        read.ShouldBe(stored);
        (await read.ReadAsync(blobs, CancellationToken.None)).ShouldBe(text);
    }

    [Fact]
    public async Task Head_OfALongText_DoesNotSplitACharacter()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("🙂", 40_000));

        var stored = await StoredText.StoreAsync(text, new InMemoryBlobStore(), CancellationToken.None);

        text.ShouldStartWith(stored.Shown);
        char.IsHighSurrogate(stored.Shown[^1]).ShouldBeFalse();
    }
}
