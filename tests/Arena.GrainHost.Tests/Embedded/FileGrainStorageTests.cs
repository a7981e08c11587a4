using Arena.Embedded;
using Arena.GrainHost.Tests.Conformance.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;

namespace Arena.GrainHost.Tests.Embedded;

/// <summary>States in files: names for any key, whole documents only, one winner.</summary>
public sealed class FileGrainStorageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("arena-state-").FullName;
    private readonly List<IHost> hosts = [];

    public static TheoryData<string> OddKeys => new(
        "../../outside", "/etc/passwd", "a/b/c", ".", "..", "con", "nul\0byte", " ", "ключ-鍵-🔑", "a:b*c?d\"e<f>g|h",
        new string('x', 5000), "tail ", "UPPER", "upper");

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task Write_WithAnOddKey_IsReadBackFromInsideTheFolder(string key)
    {
        await WriteAsync(Open(), key, 7);

        (await ReadAsync(Open(), key)).State.Count.ShouldBe(7);
        var file = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ShouldHaveSingleItem();
        Path.GetFileName(file).Length.ShouldBeLessThan(200);
    }

    [Fact]
    public async Task Write_WithKeysThatLookAlike_KeepsThemApart()
    {
        string[] keys = ["a/b", "a-b", "A/B", "a:b", new string('x', 100), new string('x', 101)];
        var storage = Open();
        for (var n = 0; n < keys.Length; n++)
            await WriteAsync(storage, keys[n], n);

        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => f.ToUpperInvariant());
        files.Distinct(StringComparer.Ordinal).Count().ShouldBe(keys.Length, "even where case is ignored");
        for (var n = 0; n < keys.Length; n++)
            (await ReadAsync(storage, keys[n])).State.Count.ShouldBe(n);
    }

    [Fact]
    public async Task Read_WithARestOfAnInterruptedWrite_FindsTheStateBefore()
    {
        await WriteAsync(Open(), "k", 1);
        var file = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(file + ".tmp", "{\"v\":1,\"sta");

        (await ReadAsync(Open(), "k")).State.Count.ShouldBe(1);
        await WriteAsync(Open(), "k", 2, "1");
        (await ReadAsync(Open(), "k")).State.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Read_WithATornFile_NamesTheFile()
    {
        await WriteAsync(Open(), "k", 1);
        var file = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(file, "{\"v\":1,\"sta");

        (await Should.ThrowAsync<InvalidDataException>(() => ReadAsync(Open(), "k"))).Message.ShouldContain(file);
    }

    [Fact]
    public async Task Read_WithAnotherFormat_SaysWhich()
    {
        await WriteAsync(Open(), "k", 1);
        var file = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal));

        (await Should.ThrowAsync<InvalidDataException>(() => ReadAsync(Open(), "k"))).Message.ShouldContain("has format 2");
    }

    [Fact]
    public async Task Write_ByManyAtOnce_HasOneWinner()
    {
        var storage = Open();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(async () =>
        {
            try
            {
                await WriteAsync(storage, "k", n);
                return n;
            }
            catch (InconsistentStateException)
            {
                return -1;
            }
        })));

        var winner = outcomes.Where(n => n >= 0).ShouldHaveSingleItem();
        (await ReadAsync(storage, "k")).State.Count.ShouldBe(winner);
    }

    [Fact]
    public async Task Clear_WithAStaleEtag_IsRefused()
    {
        var storage = Open();
        await WriteAsync(storage, "k", 1);

        var failure = await Should.ThrowAsync<InconsistentStateException>(
            () => storage.ClearStateAsync("s", GrainId.Create("t", "k"), new Record { ETag = "9" }));

        (failure.StoredEtag, failure.CurrentEtag).ShouldBe(("1", "9"));
    }

    public void Dispose()
    {
        hosts.ForEach(host => host.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WriteAsync(IGrainStorage storage, string key, int count, string? etag = null) =>
        await storage.WriteStateAsync("s", GrainId.Create("t", key), new Record { State = new() { Count = count }, ETag = etag });

    private static async Task<Record> ReadAsync(IGrainStorage storage, string key)
    {
        var record = new Record();
        await storage.ReadStateAsync("s", GrainId.Create("t", key), record);
        return record;
    }

    private IGrainStorage Open()
    {
        var host = TestSilo.Build(silo => silo.AddFileGrainStorage("files", folder));
        hosts.Add(host);
        return host.Services.GetRequiredKeyedService<IGrainStorage>("files");
    }

    private sealed class Record : IGrainState<Tally>
    {
        public Tally State { get; set; } = new();

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}
