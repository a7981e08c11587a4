using System.Globalization;
using Arena.Core.Sandboxing;

namespace Arena.Core.Workspaces;

/// <summary>
/// The temporary folders of this process: one for each run and each check, below a folder that belongs to the process.
/// Disposing removes them; what processes that died left behind is removed when the next one starts. Linux only.
/// </summary>
public sealed class WorkspaceFolders : IDisposable
{
    private readonly string processFolder;
    private int next;

    /// <summary>Makes the process's folder and sweeps those of dead processes.</summary>
    /// <param name="root">
    /// Where they are made: <c>arena-USER</c> in the system's temporary folder where null. The sandbox's user must be able
    /// to reach it: every folder above it needs the execute bit for others.
    /// </param>
    /// <exception cref="IOException">The root exists and belongs to another user.</exception>
    public WorkspaceFolders(string? root = null)
    {
        Root = Path.GetFullPath(root ?? Path.Combine(Path.GetTempPath(), $"arena-{Posix.EffectiveUser()}"));
        Directory.CreateDirectory(Root, Folders.PassMode);
        // In a temporary folder that all may write to, somebody else may have been there first.
        if (Posix.Status(Root) is not { IsFolder: true } status || status.User != Posix.EffectiveUser())
            throw new IOException($"{Root} does not belong to this user; remove it, or set TMPDIR to a folder of your own.");
        File.SetUnixFileMode(Root, Folders.PassMode);
        Sweep();
        processFolder = Path.Combine(Root, $"{Environment.ProcessId}-{StartTime(Environment.ProcessId)}-{Guid.NewGuid():N}");
        Folders.Create(processFolder, Folders.PassMode);
    }

    /// <summary>Absolute path of the folder that holds the folders of all processes of this user.</summary>
    public string Root { get; }

    /// <summary>The user that sandboxed processes run as; null where it is this process's own. Root hands its power over to nobody (65534).</summary>
    public static uint? SandboxUser => Posix.IsRoot ? 65534 : null;

    /// <summary>Makes an empty folder and returns its absolute path. Who asked removes it with <see cref="Remove"/>.</summary>
    /// <param name="purpose">A word for people who look into the temporary folder.</param>
    public string Create(string purpose)
    {
        var path = Path.Combine(processFolder, $"{purpose}-{Interlocked.Increment(ref next)}");
        Folders.Create(path, Folders.PassMode);
        return path;
    }

    /// <summary>Removes a folder that <see cref="Create"/> made, with all that is in it.</summary>
    public static void Remove(string path) => Folders.Delete(path);

    /// <summary>Removes the folders of this process.</summary>
    public void Dispose() => Folders.Delete(processFolder);

    private void Sweep()
    {
        foreach (var folder in Directory.EnumerateDirectories(Root))
        {
            var parts = Path.GetFileName(folder).Split('-');
            if (parts.Length != 3 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process) || StartTime(process) == parts[1])
                continue;
            try
            {
                Folders.Delete(folder);
            }
            catch (IOException)
            {
                // Another process that starts now sweeps the same folder.
            }
        }
    }

    /// <summary>When a process started, in ticks since boot; a number is used again, the pair is not. Empty for one that is gone.</summary>
    private static string StartTime(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            // The name, in parentheses, may hold anything; the fields after it start with the third.
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
