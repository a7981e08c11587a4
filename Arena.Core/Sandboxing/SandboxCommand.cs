using System.Collections.Immutable;
using Arena.Core.Workspaces;

namespace Arena.Core.Sandboxing;

/// <summary>A command to be run in a sandbox. Its standard input is empty.</summary>
/// <param name="Arguments">Program and arguments; the program is looked up on the sandbox's path.</param>
/// <param name="Workspace">Absolute host path of the workspace; shown at <see cref="WorkspacePath"/> and named by <c>ARENA_WORKSPACE</c>.</param>
public sealed record SandboxCommand(ImmutableArray<string> Arguments, string Workspace)
{
    /// <summary>Where the workspace is shown. Default <c>/workspace</c>. Under <c>process</c> nothing is shown anywhere.</summary>
    public string WorkspacePath { get; init; } = WorkspacePaths.Mount;

    /// <summary>Whether the command may write to the workspace. Under <c>process</c> nothing keeps it from it.</summary>
    public bool WorkspaceWritable { get; init; }

    /// <summary>Where the command starts, as a path in the sandbox: below a mount, or the workspace, which it is where null.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>What else it may read.</summary>
    public ImmutableArray<SandboxMount> Mounts { get; init; } = [];

    /// <summary>Host folders that must not be seen even where they are part of the system, such as a suite installed below <c>/usr</c>.</summary>
    public ImmutableArray<string> Hidden { get; init; } = [];

    /// <summary>Whether it may start sandboxes of its own. Checkers may, so that code under test cannot see the checker.</summary>
    public bool MayNest { get; init; }

    /// <summary>Wall-clock limit, from the start of the process; then its process group is killed. Default 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What it may use up.</summary>
    public SandboxLimits Limits { get; init; } = SandboxLimits.Default;
}
