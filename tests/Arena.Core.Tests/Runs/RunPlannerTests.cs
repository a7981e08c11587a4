using System.Collections.Immutable;
using Arena.Core.Models;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Tools;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Runs;

/// <summary>The planner as the table that it is: a transcript, and the step that follows.</summary>
public sealed class RunPlannerTests
{
    private static readonly WorkspaceTree Tree = new(BlobId.Of("tree"u8), 1, 1);
    private static readonly Scenario Scenario = new([], new MemoryWorld(""));

    private static readonly RunEvent[] Prepared = [Scenario.Created(), new RunClaimed(1, "h", "memory"), new WorkspaceSaved(Tree, null)];

    private static readonly ModelCallStarted Started = new(1, 1, "sha256-r", 0.1m, false, 0);

    public static TheoryData<string, RunEvent[], Type?> Table() => new()
    {
        { "nothing", [], null },
        { "created", [Scenario.Created()], typeof(RunStep.PrepareWorkspace) },
        { "prepared", Prepared, typeof(RunStep.ReserveBudget) },
        { "paused", [.. Prepared, new RunPaused("x")], null },
        { "resumed", [.. Prepared, new RunPaused("x"), new RunResumed()], typeof(RunStep.ReserveBudget) },
        { "cancelled", [.. Prepared, new RunCancelRequested("x")], typeof(RunStep.Finish) },
        { "cancelled while paused", [.. Prepared, new RunPaused("x"), new RunCancelRequested("x")], typeof(RunStep.Finish) },
        { "call open", [.. Prepared, Started], typeof(RunStep.ConfirmBudget) },
        { "call open at an unknown price", [.. Prepared, Started with { ReservedUsd = null }], typeof(RunStep.CallModel) },
        { "call abandoned", [.. Prepared, Started, new ModelCallAbandoned(1, 1, 0.1m, "x")], typeof(RunStep.ReserveBudget) },
        { "call throttled", [.. Prepared, Started, Failed(ModelFailureKind.Throttled)], typeof(RunStep.WaitUntil) },
        { "call refused for good", [.. Prepared, Started, Failed(ModelFailureKind.AccessDenied)], typeof(RunStep.Finish) },
        { "context too long", [.. Prepared, Started, Failed(ModelFailureKind.ContextTooLong)], typeof(RunStep.Answer) },
        { "answer came", [.. Prepared, Started, Turn()], typeof(RunStep.Answer) },
        { "tool asked for", [.. Prepared, Started, Turn("a")], typeof(RunStep.StartTool) },
        { "tool started", [.. Prepared, Started, Turn("a"), new ToolStarted("a", "read")], typeof(RunStep.RunTool) },
        { "tool started, host lost", [.. Prepared, Started, Turn("a"), new ToolStarted("a", "read"), new RunClaimed(2, "h", "memory")], typeof(RunStep.StartTool) },
        { "tool done", [.. Prepared, Started, Turn("a"), new ToolStarted("a", "read"), Done("a")], typeof(RunStep.ReserveBudget) },
        { "one of two tools done", [.. Prepared, Started, Turn("a", "b"), new ToolStarted("a", "read"), Done("a")], typeof(RunStep.StartTool) },
        { "answered", [.. Prepared, Started, Turn(), Answered], typeof(RunStep.Check) },
        { "checked", [.. Prepared, Started, Turn(), Answered, new RunChecked(true, [], null, 1)], typeof(RunStep.Finish) },
        { "finished", [.. Prepared, Started, Turn(), Answered, new RunChecked(true, [], null, 1), new RunFinished(RunOutcome.Passed, null, null, 1, RunTotals.None)], null },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Next_AfterATranscript_IsTheStepOfTheTable(string name, RunEvent[] transcript, Type? step) =>
        RunPlanner.Next(Fold(transcript))?.GetType().ShouldBe(step, name);

    [Fact]
    public void Next_BeforeACall_ReservesThenTakesAPermitThenStarts()
    {
        var state = Fold(Prepared);
        state = state with { Holdings = state.Holdings with { ReservedUsd = 0.1m } };
        RunPlanner.Next(state).ShouldBe(new RunStep.TakePermit(false));
        state = state with { Holdings = state.Holdings with { Ticket = "t", NotBefore = DateTimeOffset.UnixEpoch } };
        RunPlanner.Next(state).ShouldBe(new RunStep.WaitUntil(DateTimeOffset.UnixEpoch, 0));
        state = state with { Holdings = state.Holdings with { NotBefore = null, Lease = "l" } };
        RunPlanner.Next(state).ShouldBe(new RunStep.StartCall(1, 1, false));
    }

    [Fact]
    public void Next_WithACallThatIsStarted_ConfirmsItsMoneyThenMakesIt()
    {
        var state = Fold([.. Prepared, Started]);
        var open = state.OpenCall!;
        RunPlanner.Next(state).ShouldBe(new RunStep.ConfirmBudget(open));
        state = state with { Holdings = state.Holdings with { NotBefore = DateTimeOffset.UnixEpoch } };
        RunPlanner.Next(state).ShouldBe(new RunStep.WaitUntil(DateTimeOffset.UnixEpoch, 0));
        state = state with { Holdings = state.Holdings with { NotBefore = null, Confirmed = open.Seq } };
        RunPlanner.Next(state).ShouldBe(new RunStep.CallModel(open));
    }

    [Fact]
    public void Next_AfterTheDelayOfAFailure_MakesTheSameCallAgain()
    {
        var state = Fold([.. Prepared, Started, Failed(ModelFailureKind.Overloaded)]);
        state = state with { Holdings = state.Holdings with { RetryAllowedAfter = state.Seq, ReservedUsd = 0.1m, Lease = "l" } };

        RunPlanner.Next(state).ShouldBe(new RunStep.StartCall(1, 2, false));
    }

    [Fact]
    public void Apply_OfAnEventThatDoesNotFollow_IsRefused()
    {
        Should.Throw<InvalidOperationException>(() => Fold([.. Prepared, Turn()]));
        Should.Throw<InvalidOperationException>(() => Fold([.. Prepared, Done("a")]));
        Should.Throw<InvalidOperationException>(() => Fold([new RunPaused("x")]));
        Should.Throw<InvalidOperationException>(() => RunState.Empty.Apply(Scenario.Created() with { Seq = 2 }));
    }

    private static RunAnswered Answered => new(StoredText.Inline("done"), RunEnding.Answered);

    private static ModelCallFailed Failed(ModelFailureKind kind) => new(1, 1, kind, "x", false, null, 1, null);

    private static ToolCompleted Done(string id) => new(id, "read", ToolOutcome.Succeeded, StoredText.Empty, null, null, false, 1);

    private static ModelCallCompleted Turn(params string[] tools) => new(
        1, 1, StoredText.Inline("text"), null, [.. tools.Select(id => new ToolCall(id, "read", StoredText.Inline("{}")))],
        "stop", new TokenUsage(1, 1), 0m, 1, null, null);

    private static RunState Fold(IEnumerable<RunEvent> events) => RunState.Fold(events.Select((e, i) => e with { Seq = i + 1, At = DateTimeOffset.UnixEpoch }));
}
