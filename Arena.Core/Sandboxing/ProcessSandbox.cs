using Arena.Core.Workspaces;

namespace Arena.Core.Sandboxing;

/// <summary>
/// No isolation: a child process with a clean environment, the limits that work without namespaces, and its own process
/// group. It can read and write whatever its user can, reach the network, and leave processes behind that made a session
/// of their own; one that starts processes without end uses up those of all others. Where Arena is root the command runs as nobody. Mounts are not mounted: commands find them by their
/// environment variables.
/// </summary>
/// <param name="folders">Where the private temporary folder of each command is made.</param>
/// <param name="slots">How many commands run at a time.</param>
/// <param name="pythonPrefix">The installation folder of a Python outside <c>/usr</c>, put first on the path; null for the system's.</param>
/// <param name="time">The clock of time limits; the system's where null.</param>
public sealed class ProcessSandbox(
    WorkspaceFolders folders, SandboxSlots slots, string? pythonPrefix = null, TimeProvider? time = null) : ISandbox
{
    /// <inheritdoc/>
    public string Kind => "process";

    /// <inheritdoc/>
    public async Task<SandboxResult> RunAsync(SandboxCommand command, CancellationToken cancellationToken)
    {
        var clock = time ?? TimeProvider.System;
        using var slot = await slots.AcquireAsync(clock, cancellationToken);
        var home = folders.Create("tmp");
        try
        {
            Folders.Create(home, Folders.PrivateMode, WorkspaceFolders.SandboxUser);
            var environment = SandboxChain.Environment(pythonPrefix, home);
            environment["ARENA_WORKSPACE"] = command.Workspace;
            foreach (var mount in command.Mounts)
            {
                if (mount.Variable is not null)
                    environment[mount.Variable] = mount.HostPath;
            }

            // The number of processes is the user's, not the command's: a person's own would be counted against it.
            int? processes = WorkspaceFolders.SandboxUser is null ? null : command.Limits.Processes * Environment.ProcessorCount;
            var result = await ConfinedProcess.RunAsync(
                [.. SandboxChain.DropRoot(WorkspaceFolders.SandboxUser), .. SandboxChain.Limit(command.Limits, processes), .. command.Arguments],
                environment, HostPath(command, command.WorkingDirectory ?? command.WorkspacePath), namespaced: false, command.Timeout, clock, cancellationToken);
            return result with { Waited = slot.Waited };
        }
        finally
        {
            WorkspaceFolders.Remove(home);
        }
    }

    private static string HostPath(SandboxCommand command, string path)
    {
        var mounts = command.Mounts.Add(new SandboxMount(command.Workspace, command.WorkspacePath));
        foreach (var mount in mounts)
        {
            if (path == mount.Path || path.StartsWith(mount.Path + "/", StringComparison.Ordinal))
                return mount.HostPath + path[mount.Path.Length..];
        }

        throw new ArgumentException($"The working directory {path} is not in the workspace or a mount.", nameof(command));
    }
}
