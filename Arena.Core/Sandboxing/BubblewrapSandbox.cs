using System.Text;
using Arena.Core.Workspaces;

namespace Arena.Core.Sandboxing;

/// <summary>
/// Confines a command with bubblewrap: no network; namespaces of its own for users, processes, IPC, host name and control
/// groups; the system read-only; nothing of <c>/etc</c> and <c>/home</c> but what programs need to start; <c>/tmp</c>
/// private; a clean environment; dead with Arena. Where Arena is root, the command and bubblewrap itself run as nobody,
/// because root ignores limits. Limits are per process (<see cref="SandboxLimits"/>); no control group bounds their sum.
/// </summary>
/// <param name="folders">Where the synthetic <c>passwd</c> and <c>group</c> are kept.</param>
/// <param name="slots">How many commands run at a time.</param>
/// <param name="pythonPrefix">The installation folder of a Python outside <c>/usr</c>, shown read-only; null for the system's.</param>
/// <param name="features">What this machine's bubblewrap can do beyond version 0.4.</param>
/// <param name="time">The clock of time limits; the system's where null.</param>
public sealed class BubblewrapSandbox(
    WorkspaceFolders folders, SandboxSlots slots, string? pythonPrefix = null, BubblewrapFeatures features = default, TimeProvider? time = null) : ISandbox
{
    private static readonly string[] SystemFolders = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    private readonly string[] fixedArguments = [.. FixedArguments(folders, pythonPrefix)];

    /// <inheritdoc/>
    public string Kind => "bubblewrap";

    /// <inheritdoc/>
    public async Task<SandboxResult> RunAsync(SandboxCommand command, CancellationToken cancellationToken)
    {
        var clock = time ?? TimeProvider.System;
        using var slot = await slots.AcquireAsync(clock, cancellationToken);
        var result = await ConfinedProcess.RunAsync(
            [.. SandboxChain.DropRoot(WorkspaceFolders.SandboxUser), "bwrap", .. Arguments(command), "--",
             .. SandboxChain.Limit(command.Limits, command.Limits.Processes), .. command.Arguments],
            // Where bwrap and its helpers are looked for; the command's own variables are set by the arguments.
            new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin" },
            "/", namespaced: true, command.Timeout, clock, cancellationToken);
        return result with { Waited = slot.Waited };
    }

    private IEnumerable<string> Arguments(SandboxCommand command)
    {
        IEnumerable<string> Temporary(string path) =>
            features.HasSize ? ["--size", $"{command.Limits.TemporaryBytes}", "--tmpfs", path] : ["--tmpfs", path];

        string[] arguments =
        [
            .. fixedArguments,
            .. features.HasDisableUserNamespaces && !command.MayNest ? ["--unshare-user", "--disable-userns"] : Array.Empty<string>(),
            .. Temporary("/dev/shm"),
            // /dev is a small file system in memory that could be filled, were it left writable.
            "--remount-ro", "/dev",
            .. Temporary("/tmp"),
            // Hidden folders come after the system that may hold them, and before what is mounted on purpose.
            .. command.Hidden.Where(IsShown).SelectMany(path => new[] { "--tmpfs", path, "--remount-ro", path }),
            command.WorkspaceWritable ? "--bind" : "--ro-bind", command.Workspace, command.WorkspacePath,
            .. command.Mounts.SelectMany(mount => new[] { "--ro-bind", mount.HostPath, mount.Path }),
            "--setenv", "ARENA_WORKSPACE", command.WorkspacePath,
            .. command.Mounts.Where(mount => mount.Variable is not null).SelectMany(mount => new[] { "--setenv", mount.Variable!, mount.Path }),
            "--remount-ro", "/",
            "--chdir", command.WorkingDirectory ?? command.WorkspacePath,
        ];
        return arguments;
    }

    private bool IsShown(string path) =>
        path.StartsWith("/usr/", StringComparison.Ordinal)
        || pythonPrefix is not null && path.StartsWith(pythonPrefix + "/", StringComparison.Ordinal);

    private static IEnumerable<string> FixedArguments(WorkspaceFolders folders, string? pythonPrefix)
    {
        var user = WorkspaceFolders.SandboxUser ?? Posix.EffectiveUser();
        var etc = folders.Create("etc");
        Write("passwd", $"agent:x:{user}:{user}:agent:/tmp:/bin/sh\n");
        Write("group", $"agent:x:{user}:\n");
        Write("hosts", "127.0.0.1 localhost\n");

        List<string> arguments =
        [
            "--unshare-all", "--die-with-parent", "--new-session", "--hostname", "sandbox",
            "--ro-bind", "/usr", "/usr",
        ];
        foreach (var name in SystemFolders)
        {
            if (new DirectoryInfo("/" + name) is not { Exists: true } folder)
                continue;
            arguments.AddRange(folder.LinkTarget is { } target ? ["--symlink", target, "/" + name] : ["--ro-bind", "/" + name, "/" + name]);
        }

        foreach (var name in (string[])["ld.so.cache", "alternatives"])
            arguments.AddRange(["--ro-bind-try", "/etc/" + name, "/etc/" + name]);
        foreach (var name in (string[])["passwd", "group", "hosts"])
            arguments.AddRange(["--ro-bind", Path.Combine(etc, name), "/etc/" + name]);
        if (pythonPrefix is not null)
            arguments.AddRange(["--ro-bind", pythonPrefix, pythonPrefix]);
        arguments.AddRange(["--proc", "/proc", "--dev", "/dev"]);
        foreach (var (name, value) in SandboxChain.Environment(pythonPrefix, "/tmp"))
            arguments.AddRange(["--setenv", name, value]);
        return arguments;

        void Write(string name, string text)
        {
            var path = Path.Combine(etc, name);
            File.WriteAllText(path, text, Encoding.ASCII);
            File.SetUnixFileMode(path, Folders.FileMode);
        }
    }
}
