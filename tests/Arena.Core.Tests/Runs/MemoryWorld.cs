using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Arena.Core.Checking;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tools;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Runs;

/// <summary>
/// A world whose workspace is one text. Tool <c>append</c> adds to it, so that an effect applied twice or not at all shows;
/// <c>broken</c> fails; <c>read</c> changes nothing. The checker passes where the text is the expected one.
/// </summary>
internal sealed class MemoryWorld(string expected, ConcurrentDictionary<BlobId, string>? saved = null) : IRunEnvironmentFactory
{
    /// <summary>Saved workspaces; they outlive a host as blobs do.</summary>
    public ConcurrentDictionary<BlobId, string> Trees { get; } = saved ?? new();

    public Func<string, Exception?> FailOn { get; init; } = _ => null;

    public Func<CheckReport>? Report { get; init; }

    /// <summary>How long each tool call waits for a sandbox and then works, by the clock beside it; at once where null.</summary>
    public (TimeSpan Waits, TimeSpan Works, TimeProvider Time)? Pace { get; init; }

    public static IReadOnlyList<ToolDeclaration> Declarations { get; } =
    [
        Declare("append", """{"type":"object","properties":{"text":{"type":"string"}},"required":["text"],"additionalProperties":false}"""),
        Declare("broken", """{"type":"object","properties":{}}"""),
        Declare("read", """{"type":"object","properties":{}}"""),
    ];

    public Task<IRunEnvironment> CreateAsync(SuiteTask task, RunKey run, CancellationToken cancellationToken) =>
        Task.FromResult<IRunEnvironment>(new Environment(this, expected));

    private static ToolDeclaration Declare(string name, string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return new ToolDeclaration(name, $"The tool {name}.", document.RootElement.Clone());
    }

    private sealed class Environment(MemoryWorld world, string expected) : IRunEnvironment
    {
        private string text = "left over from somebody else";

        public string Sandbox => "memory";

        public IReadOnlyList<ToolDeclaration> Tools => Declarations;

        public Task<WorkspaceTree> RestoreAsync(WorkspaceTree? tree, CancellationToken cancellationToken)
        {
            text = tree is null ? "" : world.Trees[tree.Id];
            return SaveAsync(cancellationToken);
        }

        public async Task<ToolOutput> InvokeAsync(string tool, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken)
        {
            if (world.Pace is not { } pace)
                return await InvokeAsync(tool, arguments);
            await Task.Delay(pace.Waits + pace.Works, pace.Time, cancellationToken);
            return (await InvokeAsync(tool, arguments)) with { Waited = pace.Waits };
        }

        private Task<ToolOutput> InvokeAsync(string tool, JsonElement arguments)
        {
            if (world.FailOn(tool) is { } failure)
                throw failure;
            switch (tool)
            {
                case "append":
                    text += arguments.GetProperty("text").GetString();
                    return Task.FromResult(new ToolOutput("appended", MayHaveChangedWorkspace: true));
                case "read":
                    return Task.FromResult(new ToolOutput(text));
                default:
                    text += "!";
                    return Task.FromResult(new ToolOutput("it broke", ToolOutcome.Failed, MayHaveChangedWorkspace: true));
            }
        }

        public Task<WorkspaceTree> SaveAsync(CancellationToken cancellationToken)
        {
            var id = BlobId.Of(Encoding.UTF8.GetBytes(text));
            world.Trees[id] = text;
            return Task.FromResult(new WorkspaceTree(id, 1, text.Length));
        }

        public Task<CheckReport> CheckAsync(WorkspaceTree tree, string answer, ReadOnlyMemory<byte> transcript, CancellationToken cancellationToken)
        {
            var passed = world.Trees[tree.Id] == expected;
            return Task.FromResult(world.Report?.Invoke() ?? new CheckReport.Judged(passed, [new Check("text", passed, world.Trees[tree.Id])]));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
