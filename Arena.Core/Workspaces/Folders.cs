using System.Diagnostics;
using Arena.Core.Sandboxing;

namespace Arena.Core.Workspaces;

/// <summary>Making and removing folders whose content an agent made.</summary>
internal static class Folders
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    public const UnixFileMode ExecutableMode = FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    public const UnixFileMode DefaultMode = ExecutableMode;
    public const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Others may go through, not look around: the user of the sandbox has to reach its own folder below.</summary>
    public const UnixFileMode PassMode = PrivateMode | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static void Create(string path, UnixFileMode mode, uint? owner = null)
    {
        Directory.CreateDirectory(path, mode);
        File.SetUnixFileMode(path, mode);
        if (owner is { } user)
            Posix.ChangeOwner(path, user);
    }

    /// <summary>Copies files and folders, links left out, so that another user may read them.</summary>
    public static void CopyReadable(string source, string target)
    {
        Create(target, DefaultMode);
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is not null)
                continue;
            var copy = Path.Combine(target, entry.Name);
            if (entry is DirectoryInfo)
            {
                CopyReadable(entry.FullName, copy);
                continue;
            }

            File.Copy(entry.FullName, copy);
            File.SetUnixFileMode(copy, (File.GetUnixFileMode(entry.FullName) & UnixFileMode.UserExecute) != UnixFileMode.None ? ExecutableMode : FileMode);
        }
    }

    public static void Empty(string folder)
    {
        FolderScan.MakeReadable(folder);
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
            Delete(entry);
        // Names that are no UTF-8 survive that: .NET cannot spell them.
        if (Directory.EnumerateFileSystemEntries(folder).Any())
            Run("find", folder, "-mindepth", "1", "-delete");
    }

    /// <summary>Deletes a file, a link (never what it points to) or a folder with all that is in it; nothing there is fine.</summary>
    public static void Delete(string path)
    {
        if (Posix.Status(path) is not { } status)
            return;
        if (!status.IsFolder)
        {
            File.Delete(path);
            return;
        }

        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Folders without rights, names that are no UTF-8: chmod and rm know what to do, .NET does not.
            Run("chmod", "-R", "u+rwX", "--", path);
            Run("rm", "-rf", "--", path);
            if (Posix.Status(path) is not null)
                throw;
        }
    }

    private static void Run(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
    }
}
