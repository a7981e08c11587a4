using System.Runtime.InteropServices;
using Arena.Core.Sandboxing;
using Arena.Core.Storage;

namespace Arena.Core.Workspaces;

/// <summary>
/// Saves a folder as a content-addressed tree and makes it hold a saved tree again. Kept: paths, content, the executable
/// bit, empty folders, and links that stay inside. Not kept: other mode bits, owners and times; <c>__pycache__</c> folders,
/// pipes and sockets, which are derived. Nothing else is ignored. One instance belongs to one folder and is used by one
/// caller at a time, while nothing else writes to the folder.
/// </summary>
/// <param name="blobs">Where files and trees are put.</param>
/// <param name="folder">Absolute path of the folder, which exists.</param>
/// <param name="owner">The user that restored files are given to; null leaves them with this process's user.</param>
/// <param name="limits">How large the folder may be; <see cref="WorkspaceLimits.Default"/> where null.</param>
/// <param name="time">The clock that file times are compared with; the system's where null.</param>
public sealed class WorkspaceSnapshots(
    IBlobStore blobs, string folder, uint? owner = null, WorkspaceLimits? limits = null, TimeProvider? time = null)
{
    // A file that was changed within this time may be changed again without its times or size showing it: the clock of a
    // file system ticks in milliseconds, on some in a second or two. Such a file is read again instead of trusted.
    private static readonly TimeSpan Distrusted = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Remembered> remembered = new(StringComparer.Ordinal);
    private readonly WorkspaceLimits limits = limits ?? WorkspaceLimits.Default;
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private BlobId? lastTree;

    /// <summary>Saves the folder as it is. Equal content has an equal tree. Files that did not change since the last call are not read.</summary>
    /// <exception cref="WorkspaceLimitException">The folder is past a limit, holds a link that leads out, or a name that is not UTF-8.</exception>
    public async Task<WorkspaceTree> SaveAsync(CancellationToken cancellationToken)
    {
        var entries = await ReadAsync(FolderScan.Of(folder, limits), store: true, cancellationToken);
        var listing = WorkspaceListing.Write(entries);
        var id = BlobId.Of(listing);
        if (id != lastTree)
            await blobs.PutAsync(listing, cancellationToken);
        lastTree = id;
        return Describe(id, entries);
    }

    /// <summary>Makes the folder hold exactly the tree: what is extra goes, what differs is written, no link is followed.</summary>
    /// <exception cref="BlobMissingException">A blob of the tree is not there.</exception>
    /// <exception cref="InvalidDataException">The blob is no tree, or names paths outside the folder.</exception>
    public async Task<WorkspaceTree> RestoreAsync(BlobId tree, CancellationToken cancellationToken)
    {
        var wanted = WorkspaceListing.Read(tree, (await blobs.GetAsync(tree, cancellationToken)).Span);
        var present = await ClearAsync(wanted, cancellationToken);
        foreach (var entry in wanted.OrderBy(e => e.Path, StringComparer.Ordinal))
        {
            var full = Path.Combine(folder, entry.Path);
            if (present.GetValueOrDefault(entry.Path) == entry)
                continue;
            switch (entry.Type)
            {
                case WorkspaceEntry.Folder:
                    Directory.CreateDirectory(full, Folders.DefaultMode);
                    break;
                case WorkspaceEntry.Link:
                    File.CreateSymbolicLink(full, entry.Target!);
                    break;
                default:
                    var content = await blobs.GetAsync(BlobId.Parse(entry.Blob!), cancellationToken);
                    await using (var file = new FileStream(full, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                        await file.WriteAsync(content, cancellationToken);
                    File.SetUnixFileMode(full, entry.Executable == true ? Folders.ExecutableMode : Folders.FileMode);
                    break;
            }

            if (owner is { } user)
                Posix.ChangeOwner(full, user);
        }

        lastTree = tree;
        return Describe(tree, wanted);
    }

    /// <summary>Removes what the tree does not hold in just this form, and returns what is left.</summary>
    private async Task<Dictionary<string, WorkspaceEntry>> ClearAsync(IReadOnlyList<WorkspaceEntry> wanted, CancellationToken cancellationToken)
    {
        FolderScan scan;
        try
        {
            scan = FolderScan.Of(folder, limits);
        }
        catch (WorkspaceLimitException)
        {
            // What cannot be recorded cannot be compared either.
            Folders.Empty(folder);
            remembered.Clear();
            return [];
        }

        foreach (var path in scan.Derived)
            Folders.Delete(path);
        var tree = wanted.ToDictionary(e => e.Path, StringComparer.Ordinal);
        var left = new Dictionary<string, WorkspaceEntry>(StringComparer.Ordinal);
        foreach (var entry in (await ReadAsync(scan, store: false, cancellationToken)).OrderBy(e => e.Path, StringComparer.Ordinal))
        {
            if (tree.GetValueOrDefault(entry.Path) == entry)
                left.Add(entry.Path, entry);
            else
                Folders.Delete(Path.Combine(folder, entry.Path));
        }

        return left;
    }

    private async Task<List<WorkspaceEntry>> ReadAsync(FolderScan scan, bool store, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var entries = new List<WorkspaceEntry>(scan.Entries.Count);
        foreach (var (path, full, status) in scan.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (status.IsFolder)
                entries.Add(new WorkspaceEntry(path, WorkspaceEntry.Folder));
            else if (status.IsLink)
                entries.Add(new WorkspaceEntry(path, WorkspaceEntry.Link, Target: new FileInfo(full).LinkTarget));
            else
                entries.Add(await ReadFileAsync(path, full, status, now, store, cancellationToken));
        }

        var gone = remembered.Keys.Except(scan.Entries.Select(e => e.Path), StringComparer.Ordinal).ToList();
        gone.ForEach(path => remembered.Remove(path));
        return entries;
    }

    private async Task<WorkspaceEntry> ReadFileAsync(
        string path, string full, FileStatus status, DateTimeOffset now, bool store, CancellationToken cancellationToken)
    {
        var known = remembered.TryGetValue(path, out var last);
        if (known && last.Status == status && last.Trusted && (last.Stored || !store))
            return Entry(status.Size, last.Blob);

        FolderScan.MakeReadable(full);
        var content = await File.ReadAllBytesAsync(full, cancellationToken);
        var blob = BlobId.Of(content);
        var stored = known && last.Blob == blob && last.Stored;
        if (store && !stored)
        {
            await blobs.PutAsync(content, cancellationToken);
            stored = true;
        }

        // The time of change cannot be set by an agent, the time of modification can: the former decides.
        var trusted = now - DateTimeOffset.FromUnixTimeSeconds(status.Changed.Seconds) > Distrusted;
        remembered[path] = new Remembered(status, blob, trusted, stored);
        return Entry(content.Length, blob);

        WorkspaceEntry Entry(long size, BlobId id) =>
            new(path, WorkspaceEntry.File, Executable: status.IsExecutable, Size: size, Blob: id.Value);
    }

    private static WorkspaceTree Describe(BlobId id, IReadOnlyList<WorkspaceEntry> entries) =>
        new(id, entries.Count(e => e.Type == WorkspaceEntry.File), entries.Sum(e => e.Size ?? 0));

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Remembered(FileStatus Status, BlobId Blob, bool Trusted, bool Stored);
}
