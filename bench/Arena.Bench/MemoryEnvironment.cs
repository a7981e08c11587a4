using System.Text;
using System.Text.Json;
using Arena.Core.Checking;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tools;
using Arena.Core.Workspaces;

namespace Arena.Bench;

/// <summary>A world in memory, so that what is measured is Arena and not Python.</summary>
internal sealed class MemoryEnvironment : IRunEnvironmentFactory, IRunEnvironment
{
    private static readonly WorkspaceTree Tree = new(BlobId.Of("bench"u8), 0, 0);
    private static readonly string Output = new('x', 200);

    public string Sandbox => "memory";

    public IReadOnlyList<ToolDeclaration> Tools { get; } =
    [
        new("look", "Looks.", JsonElement.Parse("""{"type":"object","properties":{"at":{"type":"string"}},"required":["at"],"additionalProperties":false}""")),
    ];

    public Task<IRunEnvironment> CreateAsync(SuiteTask task, RunKey run, CancellationToken cancellationToken) => Task.FromResult<IRunEnvironment>(this);

    public Task<WorkspaceTree> RestoreAsync(WorkspaceTree? tree, CancellationToken cancellationToken) => Task.FromResult(Tree);

    public Task<ToolOutput> InvokeAsync(string tool, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken) =>
        Task.FromResult(new ToolOutput(Output));

    public Task<WorkspaceTree> SaveAsync(CancellationToken cancellationToken) => Task.FromResult(Tree);

    public Task<CheckReport> CheckAsync(WorkspaceTree tree, string answer, ReadOnlyMemory<byte> transcript, CancellationToken cancellationToken) =>
        Task.FromResult<CheckReport>(new CheckReport.Judged(true, [new Check("bench", true, "")]));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
