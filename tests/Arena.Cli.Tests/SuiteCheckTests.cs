using System.Text.Json;
using Arena.Core.Tests.Suites;

namespace Arena.Cli.Tests;

public sealed class SuiteCheckTests : IDisposable
{
    private readonly TemporarySuite suite = new("""
        import json, os
        there = os.path.exists(os.path.join(os.environ["ARENA_WORKSPACE"], "b.txt"))
        print(json.dumps({"passed": there, "checks": [{"name": "there", "passed": there, "detail": "looked for b.txt"}]}))
        """);

    public void Dispose() => suite.Dispose();

    [Fact]
    public async Task Check_SolutionThatIsNotAsDeclared_FailsWithTheReason()
    {
        var check = await ArenaProcess.RunAsync("Arena.Cli", "suite", "check", suite.Folder);

        check.Code.ShouldBe(1, check.Errors);
        check.Output.ShouldMatch("FAIL oracle +wrong_answer +[0-9.]+ s  there\n +failed as wrong_answer, and must pass; failing: there: looked for b.txt\n");
        check.Output.ShouldMatch("ok +nop +wrong_answer");
        check.Output.ShouldContain("warning: has no trap");
        check.Output.ShouldContain(": 1 of 2 solutions as declared, 1 warning; 4 runs, ");
        check.Errors.ShouldContain("[1/1] task_a small: 1 of 2 solutions not as declared");
    }

    [Fact]
    public async Task CheckJson_TellsVerdictsRunsAndWarnings()
    {
        suite.Write("tasks/task_a/solutions/oracle/solution.yaml", """
            title: Writes the file
            expect: { passed: true }
            turns:
              - tools: [ { name: write_file, arguments: { path: b.txt, content: x } } ]
              - text: done
            """);

        var check = await ArenaProcess.RunAsync("Arena.Cli", "suite", "check", suite.Folder, "--json");

        check.Code.ShouldBe(0, check.Errors);
        check.Errors.ShouldBeEmpty();
        var report = JsonDocument.Parse(check.Output).RootElement;
        report.GetProperty("suite").GetString().ShouldBe("small");
        report.GetProperty("holds").GetBoolean().ShouldBeTrue();
        var task = report.GetProperty("tasks").EnumerateArray().ShouldHaveSingleItem();
        task.GetProperty("warnings").GetArrayLength().ShouldBe(1);
        var nop = task.GetProperty("solutions").EnumerateArray().Single(solution => solution.GetProperty("solution").GetString() == "nop");
        nop.GetProperty("problems").GetArrayLength().ShouldBe(0);
        nop.GetProperty("runs").EnumerateArray().Select(run => $"{run.GetProperty("verdict")} {run.GetProperty("failing")[0]}")
            .ShouldBe(["wrong_answer there", "wrong_answer there"]);
    }

    [Fact]
    public async Task CheckOnce_OfSomeSolutionsOfTheCoreSuite_Holds()
    {
        var check = await ArenaProcess.RunAsync("Arena.Cli", "suite", "check", "agentic-core-v1", "--tasks", "task_01,task_08", "--solution", "oracle,nop", "--once");

        check.Code.ShouldBe(0, check.Output + check.Errors);
        check.Output.ShouldContain("task_01 fix_failing_test");
        check.Output.ShouldContain(": 4 of 4 solutions as declared; 4 runs, ");
        check.Output.ShouldNotContain("FAIL", Case.Sensitive);
    }
}
