using Arena.Core.Storage;
using Arena.Core.Storage.Files;

namespace Arena.Core.Tests.Storage;

public sealed class FileRunLogTests : RunLogContract, IAsyncDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly List<TornLine> torn = [];
    private DataFolder folder;
    private FileStore store;

    public FileRunLogTests()
    {
        folder = DataFolder.Take(temporary.Path);
        store = new FileStore(folder, onTorn: torn.Add);
    }

    protected override IRunLog Log => store.Runs;

    private string LogPath => temporary.Combine("campaigns", "campaign", "runs", "task_01", "1.jsonl");

    [Fact]
    public async Task Log_AfterARestart_IsTheSame()
    {
        await Append(0, "a", "b");
        await RestartAsync();

        (await Read(Key)).ShouldBe(["a", "b"]);
        (await Append(1, "late")).ShouldBeFalse();
        (await Append(2, "c")).ShouldBeTrue();
        torn.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{\"type\":\"run.paused\",\"seq\":3,\"at\"")]
    [InlineData("\0\0\0\0")]
    public async Task TornLastLine_IsCutOffAtStartAndReported(string rest)
    {
        await Append(0, "a", "b");
        await File.AppendAllTextAsync(LogPath, rest);
        await RestartAsync();

        store.Repair();

        torn.ShouldBe([new TornLine(LogPath, 3, rest.Length)]);
        (await Read(Key)).ShouldBe(["a", "b"]);
        (await Append(2, "c")).ShouldBeTrue();
        (await Read(Key)).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task LogCutOffAnywhere_KeepsEveryWholeEvent()
    {
        await Append(0, "first", "second", "third");
        var bytes = await File.ReadAllBytesAsync(LogPath);
        for (var length = 0; length <= bytes.Length; length++)
        {
            await File.WriteAllBytesAsync(LogPath, bytes[..length]);
            await RestartAsync();
            var whole = bytes.Take(length).Count(b => b == '\n');
            (await Read(Key)).ShouldBe(new[] { "first", "second", "third" }.Take(whole));
            (await Append(whole, "next")).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task DamagedLine_IsAnErrorThatNamesFileAndLine()
    {
        await Append(0, "a", "b");
        await RestartAsync();
        var lines = await File.ReadAllLinesAsync(LogPath);
        await File.WriteAllTextAsync(LogPath, lines[0] + "\n" + lines[0] + "\n");

        var error = await Should.ThrowAsync<LogDamagedException>(() => Read(Key));

        error.Message.ShouldContain("1.jsonl, line 2");
    }

    [Fact]
    public async Task Blob_ThatWasDamaged_IsRefused()
    {
        var id = await store.Blobs.PutAsync(new byte[] { 1, 2, 3 }, CancellationToken.None);
        var path = Directory.EnumerateFiles(temporary.Combine("blobs"), "*", SearchOption.AllDirectories).Single();
        await File.WriteAllBytesAsync(path, [1, 2, 4]);

        (await Should.ThrowAsync<BlobMissingException>(async () => await store.Blobs.GetAsync(id, CancellationToken.None)))
            .Message.ShouldContain("another digest");
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
        temporary.Dispose();
    }

    private async Task RestartAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
        folder = DataFolder.Take(temporary.Path);
        store = new FileStore(folder, onTorn: torn.Add);
    }
}
