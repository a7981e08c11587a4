using System.Text;
using Arena.Core.Storage;
using Arena.Core.Tests.Sandboxing;
using Arena.Core.Workspaces;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Core.Tests.Workspaces;

public sealed class WorkspaceSnapshotsTests(Sandboxes sandboxes)
{
    private readonly InMemoryBlobStore blobs = new();

    [Fact]
    public void SaveMutateRestore_AnyTree_GivesExactlyTheTree()
    {
        // Few names, so that mutations meet what is there: files become folders, links, and back.
        var name = Gen.Elements("a", "b", "c d", "é", "__pycache__", ".hidden");
        var path = name.NonEmptyListOf().Select(parts => string.Join('/', parts.Take(3)));
        var step = Gen.Zip(path, Gen.Choose(0, 6)).Zip(Gen.Choose(0, 300));
        var steps = step.ListOf().Select(list => list.Select(s => (Path: s.Item1.Item1, Kind: s.Item1.Item2, Size: s.Item2)).Take(25).ToList());
        var property = Prop.ForAll(Gen.Zip(steps, steps).ToArbitrary(), both =>
        {
            var folder = sandboxes.Workspace();
            var snapshots = new WorkspaceSnapshots(blobs, folder);
            both.Item1.ForEach(s => Apply(folder, s.Path, s.Kind, s.Size));
            var saved = snapshots.SaveAsync(default).GetAwaiter().GetResult();
            var before = Describe(folder);

            both.Item2.ForEach(s => Apply(folder, s.Path, s.Kind, s.Size));
            var restored = snapshots.RestoreAsync(saved.Id, default).GetAwaiter().GetResult();
            var elsewhere = sandboxes.Workspace();
            new WorkspaceSnapshots(blobs, elsewhere).RestoreAsync(saved.Id, default).GetAwaiter().GetResult();
            var again = snapshots.SaveAsync(default).GetAwaiter().GetResult();
            var same = Describe(folder) == before && Describe(elsewhere) == before && again == saved && restored == saved;
            WorkspaceFolders.Remove(folder);
            WorkspaceFolders.Remove(elsewhere);
            return same;
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), property);
    }

    [Fact]
    public async Task Save_SameSizeEditAtOnce_IsNotMissed()
    {
        var folder = sandboxes.Workspace();
        var snapshots = new WorkspaceSnapshots(blobs, folder);
        var file = Path.Combine(folder, "f");
        var seen = new HashSet<BlobId>();
        var time = DateTime.UnixEpoch.AddDays(20_000);
        for (var i = 0; i < 200; i++)
        {
            await File.WriteAllTextAsync(file, $"{i:000}");
            File.SetLastWriteTimeUtc(file, time);
            seen.Add((await snapshots.SaveAsync(default)).Id).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Save_NothingChangedForLong_ReadsNoFile()
    {
        var folder = sandboxes.Workspace();
        await File.WriteAllTextAsync(Path.Combine(folder, "f"), "content");
        // A clock an hour ahead makes the file old enough to be trusted.
        var counting = new CountingBlobStore(blobs);
        var snapshots = new WorkspaceSnapshots(counting, folder, time: new AheadClock());
        var first = await snapshots.SaveAsync(default);
        counting.Puts.ShouldBe(2);
        (await snapshots.SaveAsync(default)).ShouldBe(first);
        counting.Puts.ShouldBe(2);
    }

    [Fact]
    public async Task Save_EqualFiles_AreStoredOnce()
    {
        var folder = sandboxes.Workspace();
        for (var i = 0; i < 5; i++)
            await File.WriteAllTextAsync(Path.Combine(folder, $"f{i}"), "same");
        var tree = await new WorkspaceSnapshots(blobs, folder).SaveAsync(default);
        tree.Files.ShouldBe(5);
        tree.Bytes.ShouldBe(20);
        var listing = Encoding.UTF8.GetString((await blobs.GetAsync(tree.Id, default)).Span);
        listing.ShouldStartWith("""{"format":"arena-tree","version":1,"entries":[{"path":"f0","type":"file","executable":false,"size":4,"blob":"sha256-0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5"}""");
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../x")]
    [InlineData("sub/../../x")]
    public async Task Save_LinkThatLeadsOut_IsRefused(string target)
    {
        var folder = sandboxes.Workspace();
        Directory.CreateDirectory(Path.Combine(folder, "sub"));
        File.CreateSymbolicLink(Path.Combine(folder, "link"), target);
        (await Should.ThrowAsync<WorkspaceLimitException>(new WorkspaceSnapshots(blobs, folder).SaveAsync(default))).Message.ShouldContain("'link'");
    }

    [Fact]
    public async Task Save_PastALimit_NamesLimitValueAndPath()
    {
        var folder = sandboxes.Workspace();
        await File.WriteAllBytesAsync(Path.Combine(folder, "big.bin"), new byte[11]);
        async Task<string> Message(WorkspaceLimits limits) =>
            (await Should.ThrowAsync<WorkspaceLimitException>(new WorkspaceSnapshots(blobs, folder, limits: limits).SaveAsync(default))).Message;

        (await Message(new WorkspaceLimits(FileBytes: 10))).ShouldBe("The file 'big.bin' has 11 bytes; the limit of one file (FileBytes) is 10.");
        (await Message(new WorkspaceLimits(TotalBytes: 10))).ShouldContain("TotalBytes");
        (await Message(new WorkspaceLimits(Entries: 0))).ShouldContain("limit Entries");
    }

    [Fact]
    public async Task Restore_FolderReplacedByLink_WritesNothingOutside()
    {
        var folder = sandboxes.Workspace();
        var outside = sandboxes.Workspace();
        Directory.CreateDirectory(Path.Combine(folder, "d"));
        await File.WriteAllTextAsync(Path.Combine(folder, "d", "f"), "inside");
        var snapshots = new WorkspaceSnapshots(blobs, folder);
        var tree = await snapshots.SaveAsync(default);
        Directory.Delete(Path.Combine(folder, "d"), true);
        await File.WriteAllTextAsync(Path.Combine(outside, "f"), "outside");
        Directory.CreateSymbolicLink(Path.Combine(folder, "d"), outside);

        await snapshots.RestoreAsync(tree.Id, default);

        (await File.ReadAllTextAsync(Path.Combine(outside, "f"))).ShouldBe("outside");
        (await File.ReadAllTextAsync(Path.Combine(folder, "d", "f"))).ShouldBe("inside");
        new DirectoryInfo(Path.Combine(folder, "d")).LinkTarget.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"format":"arena-tree","version":1,"entries":[{"path":"../x","type":"folder"}]}""", "not inside")]
    [InlineData("""{"format":"arena-tree","version":1,"entries":[{"path":"l","type":"link","target":"/etc"}]}""", "leads out")]
    [InlineData("""{"format":"arena-tree","version":2,"entries":[]}""", "version 2")]
    [InlineData("""{"other":1}""", "no workspace tree")]
    [InlineData("nonsense", "no workspace tree")]
    public async Task Restore_WrongTree_IsRefused(string listing, string problem)
    {
        var id = await blobs.PutAsync(Encoding.UTF8.GetBytes(listing), default);
        (await Should.ThrowAsync<InvalidDataException>(new WorkspaceSnapshots(blobs, sandboxes.Workspace()).RestoreAsync(id, default))).Message.ShouldContain(problem);
    }

    [Fact]
    public void Folders_OfDeadProcesses_AreSwept()
    {
        var root = Path.Combine(sandboxes.Workspace(), "root");
        using var first = new WorkspaceFolders(root);
        var alive = first.Create("x");
        var dead = Directory.CreateDirectory(Path.Combine(root, $"{Environment.ProcessId}-1-{Guid.NewGuid():N}")).FullName;
        using var second = new WorkspaceFolders(root);
        Directory.Exists(alive).ShouldBeTrue();
        Directory.Exists(dead).ShouldBeFalse();
        first.Dispose();
        Directory.Exists(alive).ShouldBeFalse();
    }

    private static void Apply(string folder, string path, int kind, int size)
    {
        var full = Path.Combine(folder, path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            switch (kind)
            {
                case 0: Folders.Delete(full); break;
                case 1: Directory.CreateDirectory(full); break;
                case 2: File.CreateSymbolicLink(full, "a/b"); break;
                case 3: File.SetUnixFileMode(full, Folders.ExecutableMode); break;
                case 4: File.Delete(full); break;
                default: File.WriteAllBytes(full, [.. Enumerable.Repeat((byte)size, size)]); break;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A step that does not fit what is there changes nothing.
        }
    }

    private static string Describe(string folder)
    {
        var text = new StringBuilder();
        void Walk(DirectoryInfo at, string prefix)
        {
            foreach (var entry in at.EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal))
            {
                if (entry.LinkTarget is { } target)
                {
                    text.Append($"{prefix}{entry.Name} -> {target}\n");
                }
                else if (entry is DirectoryInfo sub)
                {
                    if (sub.Name == "__pycache__")
                        continue;
                    text.Append($"{prefix}{entry.Name}/\n");
                    Walk(sub, $"{prefix}{entry.Name}/");
                }
                else
                {
                    text.Append($"{prefix}{entry.Name} {File.GetUnixFileMode(entry.FullName) & UnixFileMode.UserExecute} {Convert.ToHexString(File.ReadAllBytes(entry.FullName))}\n");
                }
            }
        }

        Walk(new DirectoryInfo(folder), "");
        return text.ToString();
    }

    private sealed class AheadClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(1);
    }

    private sealed class CountingBlobStore(IBlobStore inner) : IBlobStore
    {
        public int Puts { get; private set; }

        public ValueTask<BlobId> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            Puts++;
            return inner.PutAsync(content, cancellationToken);
        }

        public ValueTask<bool> ContainsAsync(BlobId id, CancellationToken cancellationToken) => inner.ContainsAsync(id, cancellationToken);

        public ValueTask<ReadOnlyMemory<byte>> GetAsync(BlobId id, CancellationToken cancellationToken) => inner.GetAsync(id, cancellationToken);
    }
}
