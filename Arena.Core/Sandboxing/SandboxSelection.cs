using Arena.Core.Workspaces;

namespace Arena.Core.Sandboxing;

/// <summary>Chooses the sandbox of this machine by trying it.</summary>
public static class SandboxSelection
{
    /// <summary>
    /// Bubblewrap where it is installed and a trial run works; else no isolation, where that is allowed; else an error.
    /// </summary>
    /// <param name="folders">This process's temporary folders.</param>
    /// <param name="slots">How many commands run at a time on this host.</param>
    /// <param name="allowUnsandboxed">Whether to go on without isolation where bubblewrap does not work.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    /// <param name="time">The clock of time limits; the system's where null.</param>
    /// <exception cref="SandboxMissingException">Nothing works that is allowed; the message says what to install.</exception>
    public static Task<ISandbox> ChooseAsync(
        WorkspaceFolders folders, SandboxSlots slots, bool allowUnsandboxed, CancellationToken cancellationToken, TimeProvider? time = null) =>
        ChooseAsync(folders, slots, allowUnsandboxed, HostPrograms.Exists, time, cancellationToken);

    /// <summary>The same, on a machine that has the programs that <paramref name="exists"/> says.</summary>
    internal static async Task<ISandbox> ChooseAsync(
        WorkspaceFolders folders, SandboxSlots slots, bool allowUnsandboxed, Func<string, bool> exists, TimeProvider? time, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new SandboxMissingException("Tools and checkers run on Linux only; use a Linux machine, a container or WSL.");
        string[] needed = ["setsid", "prlimit", .. WorkspaceFolders.SandboxUser is null ? Array.Empty<string>() : ["setpriv"]];
        if (needed.Where(name => !exists(name)).ToList() is { Count: > 0 } missing)
            throw new SandboxMissingException($"Tools and checkers need {string.Join(", ", missing)}: apt-get install util-linux.");

        var python = await HostPrograms.PythonPrefixAsync(cancellationToken);
        string?[] pythons = python is null ? [null] : [python, null];
        string why;
        if (exists("bwrap"))
        {
            var features = BubblewrapFeatures.Read((await HostPrograms.RunAsync(["bwrap", "--help"], cancellationToken)).Output);
            (var sandbox, why) = await FirstWorkingAsync(pythons.Select(p => new BubblewrapSandbox(folders, slots, p, features, time)), folders, cancellationToken);
            if (sandbox is not null)
                return sandbox;
            why = "bubblewrap is installed but does not work here (" + why + "): in a container, allow it to make user namespaces";
        }
        else
        {
            why = "bubblewrap is not installed: apt-get install bubblewrap";
        }

        if (!allowUnsandboxed)
            throw new SandboxMissingException($"Tools and checkers run in a sandbox, and {why}. To run them without isolation instead, pass --allow-unsandboxed.");
        (var process, why) = await FirstWorkingAsync(pythons.Select(p => new ProcessSandbox(folders, slots, p, time)), folders, cancellationToken);
        return process ?? throw new SandboxMissingException($"Commands cannot be run even without a sandbox: {why}.");
    }

    private static async Task<(ISandbox? Sandbox, string Why)> FirstWorkingAsync(
        IEnumerable<ISandbox> candidates, WorkspaceFolders folders, CancellationToken cancellationToken)
    {
        var why = "";
        var workspace = folders.Create("trial");
        try
        {
            Folders.Create(workspace, Folders.PrivateMode, WorkspaceFolders.SandboxUser);
            foreach (var sandbox in candidates)
            {
                // Python is part of the trial: one below a private home is found by Arena and out of reach for nobody.
                var trial = new SandboxCommand(["sh", "-c", "touch trial && python3 -I -c 'print(6 * 7)'"], workspace)
                {
                    WorkspaceWritable = true,
                    Timeout = TimeSpan.FromSeconds(20),
                };
                var result = await sandbox.RunAsync(trial, cancellationToken);
                if (result.ExitCode == 0 && result.StandardOutput.Text == "42\n")
                    return (sandbox, "");
                why = result.StandardError.Text.Trim() is { Length: > 0 } error ? error : $"exit code {result.ExitCode}";
            }
        }
        finally
        {
            WorkspaceFolders.Remove(workspace);
        }

        return (null, why);
    }
}
