using System.Collections.Immutable;
using System.Text.Json;
using Arena.Core.Checking;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tools;

namespace Arena.Core.Workspaces;

/// <summary>The world of one run: a private folder on this host, the task's tools in the sandbox, and the task's checker.</summary>
public sealed class WorkspaceRunEnvironment : IRunEnvironment
{
    private readonly SuiteTask task;
    private readonly string folder;
    private readonly WorkspaceTree initial;
    private readonly ToolContext context;
    private readonly IBlobStore blobs;
    private readonly WorkspaceSnapshots snapshots;
    private readonly CheckRunner checker;
    private readonly TimeProvider time;

    internal WorkspaceRunEnvironment(
        SuiteTask task, string folder, WorkspaceTree initial, ToolContext context, IBlobStore blobs, CheckRunner checker, TimeProvider time)
    {
        this.task = task;
        this.folder = folder;
        this.initial = initial;
        this.context = context;
        this.blobs = blobs;
        this.checker = checker;
        this.time = time;
        snapshots = new WorkspaceSnapshots(blobs, context.Workspace, context.Owner, context.Limits, time);
        Tools = [.. task.Tools.Select(name => Find(name).Declaration)];
    }

    /// <inheritdoc/>
    public string Sandbox => context.Sandbox.Kind;

    /// <inheritdoc/>
    public IReadOnlyList<ToolDeclaration> Tools { get; }

    /// <inheritdoc/>
    public Task<WorkspaceTree> RestoreAsync(WorkspaceTree? tree, CancellationToken cancellationToken) =>
        snapshots.RestoreAsync((tree ?? initial).Id, cancellationToken);

    /// <inheritdoc/>
    public async Task<ToolOutput> InvokeAsync(string tool, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!task.Tools.Contains(tool))
            throw new ArgumentException($"{task.Id} does not offer the tool '{tool}'; it offers {string.Join(", ", task.Tools)}.", nameof(tool));
        var found = Find(tool);
        if (ArgumentValidator.Validate(found.Declaration.Parameters, arguments) is { } misfit)
            throw new ArgumentException($"The arguments of {tool} do not fit its schema: {misfit}", nameof(arguments));

        var answer = await AnswerAsync(found, arguments, timeout, cancellationToken);
        var (text, full) = await OutputCap.ApplyAsync(answer.Text, blobs, cancellationToken);
        return new ToolOutput(text, answer.Outcome, full, answer.ExitCode, found.Writes && answer.Outcome != ToolOutcome.Failed, answer.Waited);
    }

    /// <inheritdoc/>
    public Task<WorkspaceTree> SaveAsync(CancellationToken cancellationToken) => snapshots.SaveAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<CheckReport> CheckAsync(WorkspaceTree tree, string answer, ReadOnlyMemory<byte> transcript, CancellationToken cancellationToken) =>
        checker.RunAsync(task, tree, answer, transcript, cancellationToken);

    /// <summary>Removes the run's folder.</summary>
    public ValueTask DisposeAsync()
    {
        WorkspaceFolders.Remove(folder);
        return ValueTask.CompletedTask;
    }

    private async Task<ToolAnswer> AnswerAsync(IWorkspaceTool tool, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // A command is timed from its start, so that waiting for a slot of the host is not held against the model.
        using var limit = tool.RunsCommand ? new CancellationTokenSource() : new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await tool.InvokeAsync(context, arguments, timeout, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ToolAnswer($"error: stopped at the time limit of {timeout.TotalSeconds:0.###} s", ToolOutcome.TimedOut);
        }
        catch (UnauthorizedAccessException)
        {
            return ToolAnswer.Failed("permission denied; the file or a folder above it has no rights for its owner");
        }
        catch (PathTooLongException)
        {
            return ToolAnswer.Failed("the path is too long");
        }
    }

    private static IWorkspaceTool Find(string name) =>
        ToolCatalog.Find(name) ?? throw new ArgumentException($"There is no tool '{name}'; there are {string.Join(", ", ToolCatalog.Names)}.", nameof(name));
}
