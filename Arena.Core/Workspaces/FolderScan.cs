using System.Runtime.InteropServices;
using Arena.Core.Sandboxing;

namespace Arena.Core.Workspaces;

/// <summary>What stands in a folder, links not followed.</summary>
/// <param name="Entries">What a tree records.</param>
/// <param name="Derived">Full paths of what a tree leaves out: <c>__pycache__</c> folders, pipes and sockets.</param>
internal sealed record FolderScan(IReadOnlyList<ScannedEntry> Entries, IReadOnlyList<string> Derived)
{
    private const string CompiledPython = "__pycache__";

    /// <exception cref="WorkspaceLimitException">A limit is exceeded, a link leads out, or a name is no UTF-8.</exception>
    public static FolderScan Of(string root, WorkspaceLimits limits)
    {
        var entries = new List<ScannedEntry>();
        var derived = new List<string>();
        var total = 0L;
        var pending = new Stack<string>([""]);
        while (pending.TryPop(out var folder))
        {
            MakeReadable(Path.Combine(root, folder));
            foreach (var full in Directory.EnumerateFileSystemEntries(Path.Combine(root, folder)))
            {
                var name = Path.GetFileName(full);
                var path = folder.Length == 0 ? name : $"{folder}/{name}";
                var status = Posix.Status(full)
                    ?? throw new WorkspaceLimitException($"The name of '{path}' is not UTF-8; a workspace holds only names that are.");
                if (status.IsFolder && name == CompiledPython || !status.IsFolder && !status.IsFile && !status.IsLink)
                {
                    derived.Add(full);
                    continue;
                }

                entries.Add(new ScannedEntry(path, full, status));
                if (entries.Count > limits.Entries)
                    throw new WorkspaceLimitException($"The workspace holds more than {limits.Entries} files and folders (limit Entries), at '{path}'.");
                if (status.IsLink && !WorkspacePaths.LinkStaysInside(path, new FileInfo(full).LinkTarget ?? "/"))
                    throw new WorkspaceLimitException($"The link '{path}' points to '{new FileInfo(full).LinkTarget}'; links must be relative and stay inside the workspace.");
                if (status.IsFolder)
                    pending.Push(path);
                if (!status.IsFile)
                    continue;
                if (status.Size > limits.FileBytes)
                    throw new WorkspaceLimitException($"The file '{path}' has {status.Size} bytes; the limit of one file (FileBytes) is {limits.FileBytes}.");
                total += status.Size;
                if (total > limits.TotalBytes)
                    throw new WorkspaceLimitException($"The files of the workspace have more than {limits.TotalBytes} bytes together (limit TotalBytes), at '{path}'.");
            }
        }

        return new FolderScan(entries, derived);
    }

    /// <summary>An agent may take its own rights from a file; what it may not do is make the workspace unsaveable by that.</summary>
    public static void MakeReadable(string path)
    {
        const UnixFileMode Needed = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var mode = File.GetUnixFileMode(path);
        var wanted = mode | Needed | (Directory.Exists(path) ? UnixFileMode.UserExecute : UnixFileMode.None);
        if (wanted != mode && !Posix.IsRoot)
            File.SetUnixFileMode(path, wanted);
    }
}

/// <summary>One entry that a scan found.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ScannedEntry(string Path, string Full, FileStatus Status);
