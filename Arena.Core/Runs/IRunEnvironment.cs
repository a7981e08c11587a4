using System.Text.Json;
using Arena.Core.Checking;
using Arena.Core.Suites;
using Arena.Core.Tools;
using Arena.Core.Workspaces;

namespace Arena.Core.Runs;

/// <summary>
/// The world that one run acts in: its workspace, its tools and its checker. One instance belongs to one run on one host
/// and is used by one step at a time. Whatever fails here other than through a result is broken infrastructure.
/// </summary>
public interface IRunEnvironment : IAsyncDisposable
{
    /// <summary>How tools and checkers are confined: <c>bubblewrap</c>, <c>process</c> (not at all) or <c>memory</c>. Recorded in the transcript.</summary>
    string Sandbox { get; }

    /// <summary>The tools that the task offers, in the order in which the model is told of them.</summary>
    IReadOnlyList<ToolDeclaration> Tools { get; }

    /// <summary>
    /// Makes the workspace hold exactly <paramref name="tree"/>, or the task's initial workspace where it is null, and
    /// returns what it holds. Whatever a tool left behind after that tree was saved is gone.
    /// </summary>
    Task<WorkspaceTree> RestoreAsync(WorkspaceTree? tree, CancellationToken cancellationToken);

    /// <summary>
    /// Runs a tool of <see cref="Tools"/> with arguments that fit its schema. A tool's failure is a result; it never throws for one.
    /// </summary>
    /// <param name="tool">A name out of <see cref="Tools"/>.</param>
    /// <param name="arguments">A JSON object that fits the tool's schema.</param>
    /// <param name="timeout">The most that the call may take; then its processes are killed and the result says so.</param>
    /// <param name="cancellationToken">Stops the call; it then throws <see cref="OperationCanceledException"/>.</param>
    Task<ToolOutput> InvokeAsync(string tool, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Saves the workspace as it is; the same content gives the same tree. Cheap where nothing changed.</summary>
    /// <exception cref="WorkspaceLimitException">The workspace grew past the stated limits.</exception>
    Task<WorkspaceTree> SaveAsync(CancellationToken cancellationToken);

    /// <summary>Runs the task's checker on a copy of <paramref name="tree"/>, the answer and the transcript.</summary>
    /// <param name="tree">The final workspace.</param>
    /// <param name="answer">The model's last text; empty where it gave none.</param>
    /// <param name="transcript">The run's events so far as JSON Lines, UTF-8.</param>
    /// <param name="cancellationToken">Stops the checker.</param>
    Task<CheckReport> CheckAsync(WorkspaceTree tree, string answer, ReadOnlyMemory<byte> transcript, CancellationToken cancellationToken);
}

/// <summary>Makes the environment of a run.</summary>
public interface IRunEnvironmentFactory
{
    /// <summary>Makes an environment for <paramref name="run"/> of <paramref name="task"/>. The workspace is empty until it is restored.</summary>
    Task<IRunEnvironment> CreateAsync(SuiteTask task, RunKey run, CancellationToken cancellationToken);
}
