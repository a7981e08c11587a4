using System.Collections.Concurrent;
using Arena.Core.Checking;
using Arena.Core.Runs;
using Arena.Core.Sandboxing;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tools;

namespace Arena.Core.Workspaces;

/// <summary>Makes the environments of this host's runs. The initial workspace of a task is read once.</summary>
/// <param name="sandbox">Where tools and checkers run; see <see cref="SandboxSelection"/>.</param>
/// <param name="blobs">Where workspaces and long outputs are put.</param>
/// <param name="folders">Where the workspaces are made.</param>
/// <param name="limits">How large a workspace may grow; <see cref="WorkspaceLimits.Default"/> where null.</param>
/// <param name="time">The clock; the system's where null. It is compared with file times, so a faked one must not run ahead of them.</param>
public sealed class WorkspaceRunEnvironmentFactory(
    ISandbox sandbox, IBlobStore blobs, WorkspaceFolders folders, WorkspaceLimits? limits = null, TimeProvider? time = null) : IRunEnvironmentFactory
{
    private readonly ConcurrentDictionary<(string Task, string Digest), WorkspaceTree> initial = new();
    private readonly WorkspaceLimits limits = limits ?? WorkspaceLimits.Default;
    private readonly TimeProvider time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    /// <exception cref="WorkspaceLimitException">The task's own workspace is past the limits.</exception>
    public async Task<IRunEnvironment> CreateAsync(SuiteTask task, RunKey run, CancellationToken cancellationToken)
    {
        if (!initial.TryGetValue((task.Folder, task.Digest), out var tree))
        {
            tree = await new WorkspaceSnapshots(blobs, Path.Combine(task.Folder, "workspace"), limits: limits, time: time).SaveAsync(cancellationToken);
            initial.TryAdd((task.Folder, task.Digest), tree);
        }

        var folder = folders.Create("run");
        var workspace = Path.Combine(folder, "workspace");
        Folders.Create(workspace, Folders.PrivateMode, WorkspaceFolders.SandboxUser);
        // The suite: two levels above the task, where the other tasks' checkers are too.
        var suite = Path.GetDirectoryName(Path.GetDirectoryName(task.Folder));
        var context = new ToolContext(workspace, sandbox, limits, WorkspaceFolders.SandboxUser, [suite ?? task.Folder]) { WorkspacePath = task.WorkspacePath };
        return new WorkspaceRunEnvironment(task, folder, tree, context, blobs, new CheckRunner(sandbox, blobs, folders, limits), time);
    }
}
