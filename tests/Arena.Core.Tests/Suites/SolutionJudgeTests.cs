using System.Collections.Immutable;
using Arena.Core.Outcomes;
using Arena.Core.Suites;

namespace Arena.Core.Tests.Suites;

public sealed class SolutionJudgeTests
{
    private static readonly SolutionExpectation Passes = new(true, null, null);
    private static readonly SolutionExpectation Fails = new(false, null, null);
    private static readonly SolutionExpectation Trap = new(false, "wrong_answer", "b");

    [Fact]
    public void Judge_VerdictAsDeclared_HasNoProblem()
    {
        SolutionJudge.Judge(Passes, [Passed(), Passed()]).ShouldBeEmpty();
        SolutionJudge.Judge(Fails, [Failed(FailureMode.GaveUpMidPlan, "x"), Failed(FailureMode.GaveUpMidPlan, "x")]).ShouldBeEmpty();
        SolutionJudge.Judge(Trap, [Failed(FailureMode.WrongAnswer, "a", "b")]).ShouldBeEmpty();
    }

    [Fact]
    public void Judge_OtherVerdict_IsToldWithWhatWasDeclared()
    {
        SolutionJudge.Judge(Fails, [Passed(), Passed()]).ShouldBe(["passed, and must not"]);
        SolutionJudge.Judge(Passes, [Failed(FailureMode.WrongAnswer, "a", "b")])
            .ShouldBe(["failed as wrong_answer, and must pass; failing: a: saw a; b: saw b"]);
        SolutionJudge.Judge(Trap, [Failed(FailureMode.TimedOut, "b")]).ShouldBe(["failed as timed_out, and must fail as wrong_answer"]);
        SolutionJudge.Judge(Trap, [Failed(FailureMode.WrongAnswer, "a")]).ShouldBe(["failed by a, and must fail by b"]);
    }

    [Fact]
    public void Judge_RunThatNobodyCouldJudge_IsToldWithTheReason()
    {
        var broken = Run(new SolutionVerdict(RunOutcome.InfrastructureError, null, [], [], "The checker broke: exit code 1"));
        SolutionJudge.Judge(Fails, [Failed(FailureMode.WrongAnswer, "a"), broken]).ShouldBe(["could not be judged: The checker broke: exit code 1"]);
        SolutionJudge.Judge(Fails, [Run(new SolutionVerdict(null, null, [], [], null))]).ShouldBe(["did not end"]);
    }

    [Fact]
    public void Judge_RunsThatDisagree_AreFlakyAndBothAreTold()
    {
        SolutionJudge.Judge(Trap, [Failed(FailureMode.WrongAnswer, "b"), Passed()])
            .ShouldBe(["the checker is flaky: run 1 was wrong_answer (b: saw b); run 2 was passed"]);
        // The same verdict for another reason is a coin that fell on the same side.
        SolutionJudge.Judge(Fails, [Failed(FailureMode.WrongAnswer, "a"), Failed(FailureMode.WrongAnswer, "a"), Failed(FailureMode.WrongAnswer, "a", "b")])
            .ShouldBe(["the checker is flaky: run 1 was wrong_answer (a: saw a); run 3 was wrong_answer (a: saw a; b: saw b)"]);
        SolutionJudge.Judge(Fails, [Failed(FailureMode.WrongAnswer, "a"), Failed(FailureMode.TimedOut, "a")])
            .ShouldBe(["the checker is flaky: run 1 was wrong_answer (a: saw a); run 2 was timed_out (a: saw a)"]);
    }

    [Fact]
    public void Judge_RunsThatDifferInOrderAndDetail_Agree()
    {
        var other = Run(new SolutionVerdict(RunOutcome.Failed, FailureMode.WrongAnswer, ["a", "b"], ["b: 0.32 s", "a: 0.11 s"], null));
        SolutionJudge.Judge(Trap, [Failed(FailureMode.WrongAnswer, "a", "b"), other]).ShouldBeEmpty();
    }

    [Fact]
    public void Judge_ToolErrors_AreAProblemUnlessDeclared()
    {
        var erring = Failed(FailureMode.WrongAnswer, "b") with { ToolErrors = ["turn 2: edit_file failed: error: no such text"] };
        SolutionJudge.Judge(Trap, [Failed(FailureMode.WrongAnswer, "b"), erring]).ShouldHaveSingleItem()
            .ShouldBe("a tool call of the script went wrong (turn 2: edit_file failed: error: no such text); mend the script, or declare expect.toolErrors: true where that is meant");
        SolutionJudge.Judge(Trap with { ToolErrors = true }, [erring, erring]).ShouldBeEmpty();
        SolutionJudge.Judge(Trap with { ToolErrors = true }, [Failed(FailureMode.WrongAnswer, "b")])
            .ShouldBe(["declares expect.toolErrors, and no tool call went wrong"]);
    }

    private static SolutionRun Passed() => Run(new SolutionVerdict(RunOutcome.Passed, null, [], [], null));

    private static SolutionRun Failed(FailureMode mode, params string[] checks) =>
        Run(new SolutionVerdict(RunOutcome.Failed, mode, [.. checks], [.. checks.Select(check => $"{check}: saw {check}")], null));

    private static SolutionRun Run(SolutionVerdict verdict) => new(verdict, ImmutableArray<string>.Empty, TimeSpan.FromSeconds(1));
}
