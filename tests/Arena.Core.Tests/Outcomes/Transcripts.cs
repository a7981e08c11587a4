using System.Collections.Immutable;
using Arena.Core.Checking;
using Arena.Core.Models;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Tests.Runs;
using Arena.Core.Tools;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Outcomes;

/// <summary>Writes a transcript tool call by tool call, without a loop behind it.</summary>
internal sealed class Transcripts
{
    private static readonly Scenario Scenario = new([], new MemoryWorld(""));
    private readonly List<RunEvent> events = [Scenario.Created(), new RunClaimed(1, "h", "memory"), new WorkspaceSaved(Tree(0), null)];
    private int calls;
    private int trees;

    public RunState State => RunState.Fold(events.Select((e, i) => e with { Seq = i + 1, At = DateTimeOffset.UnixEpoch.AddSeconds(i) }));

    public IEnumerable<RunEvent> Events => events.Select((e, i) => e with { Seq = i + 1, At = DateTimeOffset.UnixEpoch.AddSeconds(i) });

    /// <summary>A turn with one call and its result.</summary>
    public Transcripts Call(
        string tool = "read", string arguments = "{}", ToolOutcome outcome = ToolOutcome.Succeeded, int? exit = null, bool changes = false, bool fault = false)
    {
        var id = Ask(tool, arguments);
        events.Add(new ToolStarted(id, tool));
        if (changes)
            events.Add(new WorkspaceSaved(Tree(++trees), id));
        events.Add(new ToolCompleted(id, tool, outcome, StoredText.Empty, null, exit, fault, 5));
        return this;
    }

    /// <summary>A turn with a call that is denied.</summary>
    public Transcripts Denied(ToolDenial reason = ToolDenial.UnknownTool)
    {
        events.Add(new ToolDenied(Ask("fly", "{}"), "fly", reason, StoredText.Inline("no")));
        return this;
    }

    public Transcripts Command(string command, int exit = 0, bool changes = false) =>
        Call("run_command", $$"""{"command":"{{command}}"}""", exit: exit, changes: changes);

    /// <summary>The end of the model's part.</summary>
    public Transcripts Answers(string text = "done", RunEnding ending = RunEnding.Answered)
    {
        Turn(text, []);
        events.Add(new RunAnswered(StoredText.Inline(text), ending));
        return this;
    }

    /// <summary>The model's part ends without a further turn.</summary>
    public Transcripts Ends(RunEnding ending)
    {
        events.Add(new RunAnswered(StoredText.Empty, ending));
        return this;
    }

    public RunState Judged(bool? passed, params ImmutableArray<Check> checks)
    {
        events.Add(new RunChecked(passed, checks, passed is null ? "it crashed" : null, 1));
        return State;
    }

    private string Ask(string tool, string arguments)
    {
        var id = $"c{++calls}";
        Turn("", [new ToolCall(id, tool, StoredText.Inline(arguments))]);
        return id;
    }

    private void Turn(string text, ImmutableArray<ToolCall> tools)
    {
        var call = events.OfType<ModelCallStarted>().Count() + 1;
        events.Add(new ModelCallStarted(call, 1, "sha256-r", 0.1m, false, 0));
        events.Add(new ModelCallCompleted(call, 1, StoredText.Inline(text), null, tools, "stop", new TokenUsage(10, 2), 0.001m, 300, null, null));
    }

    private static WorkspaceTree Tree(int n) => new(BlobId.Of([(byte)n]), n, n);
}
