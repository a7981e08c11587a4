using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Tools;

namespace Arena.Core.Tests.Outcomes;

/// <summary>The rule as the table that docs/outcomes.md shows: a transcript and the checker's word, and what comes of them.</summary>
public sealed class VerdictTests
{
    private static Transcripts New => new();

    public static TheoryData<string, RunState, string> Table() => new()
    {
        { "passed", New.Call().Answers().Judged(true), "passed" },
        { "passed though it says it gave up", New.Call().Answers("I give up.").Judged(true), "passed" },
        { "passed at a limit", New.Call().Ends(RunEnding.TurnLimit).Judged(true), "passed" },
        { "passed though half of its calls were redundant", New.Call().Call().Call().Call().Answers().Judged(true), "passed" },
        { "the checker broke", New.Call().Answers().Judged(null), "infrastructure_error" },
        { "the checker broke after a limit", New.Ends(RunEnding.BudgetExhausted).Judged(null), "infrastructure_error" },
        { "no money", New.Denied().Ends(RunEnding.BudgetExhausted).Judged(false), "budget_exhausted" },
        { "no time", New.Denied().Ends(RunEnding.TimeLimit).Judged(false), "timed_out" },
        { "turn limit", New.Call().Ends(RunEnding.TurnLimit).Judged(false), "gave_up_mid_plan" },
        { "tool call limit", New.Call().Ends(RunEnding.ToolCallLimit).Judged(false), "gave_up_mid_plan" },
        { "token limit", New.Call().Ends(RunEnding.TokenLimit).Judged(false), "gave_up_mid_plan" },
        { "errors in a row", New.Denied().Denied().Ends(RunEnding.ConsecutiveErrors).Judged(false), "gave_up_mid_plan" },
        { "empty answer", New.Call().Answers("").Judged(false), "gave_up_mid_plan" },
        { "blank answer", New.Call().Answers(" \n").Judged(false), "gave_up_mid_plan" },
        { "says it gave up", New.Call().Answers("I was unable to fix the bug.").Judged(false), "gave_up_mid_plan" },
        { "says it gave up after invalid calls", New.Denied().Answers("I have to give up here.").Judged(false), "gave_up_mid_plan" },
        { "unknown tool and no valid call after", New.Call().Denied().Answers().Judged(false), "tool_call_hallucinated" },
        { "invalid arguments and no valid call after", New.Denied(ToolDenial.InvalidArguments).Answers().Judged(false), "tool_call_hallucinated" },
        { "unknown tool and only a failed call after", New.Denied().Call(outcome: ToolOutcome.Failed).Answers().Judged(false), "tool_call_hallucinated" },
        { "unknown tool repaired by a valid call", New.Denied().Call().Answers().Judged(false), "wrong_answer" },
        { "three of six repeat", New.Call().Call().Call().Call().Call("a").Call("b").Answers().Judged(false), "tool_call_redundancy" },
        { "three of seven repeat", New.Call().Call().Call().Call().Call("a").Call("b").Call("c").Answers().Judged(false), "wrong_answer" },
        { "two of three repeat", New.Call().Call().Call().Answers().Judged(false), "wrong_answer" },
        { "repeated with changes between", New.Call(changes: true).Call(changes: true).Call(changes: true).Call(changes: true).Answers().Judged(false), "wrong_answer" },
        { "repeated after a change begins anew", New.Call().Call().Call("w", changes: true).Call().Call().Answers().Judged(false), "wrong_answer" },
        { "repeats and hallucinates", New.Call().Call().Call().Call().Denied().Answers().Judged(false), "tool_call_hallucinated" },
        { "answers wrongly", New.Call().Answers("It is 42.").Judged(false), "wrong_answer" },
        { "answers at once", New.Answers("It is 42.").Judged(false), "wrong_answer" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Of_ATranscript_IsTheLineOfTheTable(string name, RunState state, string expected)
    {
        var verdict = Verdict.Of(state);
        (verdict.FailureMode?.ToSnakeCase() ?? verdict.Outcome.ToSnakeCase()).ShouldBe(expected, name);
        (verdict.FailureMode is not null).ShouldBe(verdict.Outcome == RunOutcome.Failed);
        (verdict.Reason is not null).ShouldBe(verdict.Outcome == RunOutcome.InfrastructureError);
    }

    [Fact]
    public void Of_ARunThatWasNotChecked_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => Verdict.Of(New.Call().Answers().State));

    [Fact]
    public void Docs_ListTheModesInTheOrderOfTheRule()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "outcomes.md"));
        string[] order = ["passed", "infrastructure_error", .. Enum.GetValues<FailureMode>().Select(mode => mode.ToSnakeCase())];
        order.Select(mode => text.IndexOf($"| `{mode}` |", StringComparison.Ordinal)).ShouldBeInOrder(SortDirection.Ascending);
        order.ShouldAllBe(mode => text.Contains($"| `{mode}` |"));
    }
}
