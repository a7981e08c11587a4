using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tests.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Suites;

public sealed class SuiteCheckerTests(Sandboxes sandboxes) : IDisposable
{
    private const string ChecksFile = """
        import json, os
        there = os.path.exists(os.path.join(os.environ["ARENA_WORKSPACE"], "b.txt"))
        print(json.dumps({"passed": there, "checks": [{"name": "there", "passed": there, "detail": "looked for b.txt"}]}))
        """;

    private readonly TemporarySuite suite = new(ChecksFile);

    public void Dispose() => suite.Dispose();

    [Fact]
    public async Task Check_SuiteAsDeclared_HoldsAndRunsEachSolutionTwice()
    {
        Solution("oracle", "expect: { passed: true }", WriteFile);
        Solution("trap-wrong-name", "expect: { passed: false, failureMode: wrong_answer, failingCheck: there }", """
              - tools: [ { name: write_file, arguments: { path: c.txt, content: x } } ]
              - text: done
            """);
        var steps = new List<SuiteCheckStep>();

        var report = await Check(new SuiteCheckOptions { Parallel = 2 }, steps.Add);

        report.Holds.ShouldBeTrue();
        report.Warnings.ShouldBeEmpty();
        report.Results.Select(result => result.Solution.Id).ShouldBe(["oracle", "nop", "trap-wrong-name"]);
        report.Results.Select(result => string.Join(" ", result.Runs.Select(run => run.Verdict)))
            .ShouldBe(["passed passed", "wrong_answer by there wrong_answer by there", "wrong_answer by there wrong_answer by there"]);
        steps.Count.ShouldBe(6);
        steps.Where(step => step.Result is not null).Select(step => step.Solution.Id).ShouldBe(["oracle", "nop", "trap-wrong-name"], ignoreOrder: true);
    }

    [Fact]
    public async Task Check_CheckerThatChangesItsMind_IsFlakyAndToldWithBothVerdicts()
    {
        // The transcript numbers the runs, so this checker fails the second one whatever was done.
        suite.Write("tasks/task_a/check/check.py", """
            import json, os
            with open(os.environ["ARENA_TRANSCRIPT"]) as f:
                first = json.loads(f.readline())["run"] == 1
            print(json.dumps({"passed": first, "checks": [{"name": "luck", "passed": first, "detail": "heads" if first else "tails"}]}))
            """);

        var report = await Check(new SuiteCheckOptions());
        report.Holds.ShouldBeFalse();
        report.Results[0].Problems.ShouldBe(["the checker is flaky: run 1 was passed; run 2 was wrong_answer (luck: tails)"]);

        (await Check(new SuiteCheckOptions { Runs = 1, Solutions = ["oracle"] })).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task Check_ScriptWithATypingError_IsToldUnlessItIsMeant()
    {
        Solution("oracle", "expect: { passed: true }", """
              - tools: [ { name: edit_file, arguments: { path: a.txt, old_text: four, new_text: five } } ]
              - tools: [ { name: write_file, arguments: { path: b.txt, content: x } } ]
              - text: done
            """);
        Solution("alternative-errs", "expect: { passed: true, toolErrors: true }", """
              - tools: [ { name: read_file, arguments: { path: nowhere.txt } }, { name: fly, arguments: { } }, { name: read_file, arguments: { file: a.txt } } ]
              - tools: [ { name: write_file, arguments: { path: b.txt, content: x } } ]
              - text: done
            """);
        Solution("alternative-does-not", "expect: { passed: true, toolErrors: true }", WriteFile);

        var report = await Check(new SuiteCheckOptions { Runs = 1 });

        Problems(report, "oracle").ShouldHaveSingleItem().ShouldStartWith("a tool call of the script went wrong (turn 1: edit_file failed: error: ");
        Problems(report, "alternative-errs").ShouldBeEmpty();
        var errors = report.Results.Single(result => result.Solution.Id == "alternative-errs").Runs[0].ToolErrors;
        errors.Length.ShouldBe(3);
        errors[1].ShouldStartWith("turn 1: fly was refused: There is no tool 'fly'.");
        errors[2].ShouldStartWith("turn 1: read_file was refused: The arguments of read_file do not fit");
        Problems(report, "alternative-does-not").ShouldBe(["declares expect.toolErrors, and no tool call went wrong"]);
    }

    [Fact]
    public async Task Check_DeclaredFaultAndFailingCommand_AreNoTypingErrors()
    {
        suite.Write("tasks/task_a/task.yaml", """
            name: small
            faults: [ { tool: run_command, call: 1, error: "error: busy" } ]
            limits: { toolCalls: 3 }
            check: { command: [python3, -I, check.py] }
            """);
        Solution("oracle", "expect: { passed: true }", """
              - tools: [ { name: run_command, arguments: { command: touch b.txt } } ]
              - tools: [ { name: run_command, arguments: { command: "touch b.txt; exit 3" } }, { name: list_files, arguments: { } }, { name: list_files, arguments: { } } ]
              - text: done
            """);

        Problems(await Check(new SuiteCheckOptions { Runs = 1 }), "oracle").ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_TaskWithoutATrap_IsAWarning()
    {
        Solution("oracle", "expect: { passed: true }", WriteFile);

        var report = await Check(new SuiteCheckOptions { Runs = 1 });

        report.Holds.ShouldBeTrue();
        report.Warnings.ShouldHaveSingleItem().ShouldBe(
            new SuiteWarning("task_a", "has no trap: nothing shows that its checker tells a wrong result from a right one"));
    }

    [Fact]
    public async Task Check_CheckerThatCrashes_IsToldAsTheCheckersFault()
    {
        suite.Write("tasks/task_a/check/check.py", "raise SystemExit('no such luck')");

        var report = await Check(new SuiteCheckOptions { Solutions = ["nop"] });

        report.Results.ShouldHaveSingleItem().Problems.ShouldHaveSingleItem()
            .ShouldBe("could not be judged: The checker broke: The checker is broken: it ended with exit code 1. Its output ends with: no such luck\n");
    }

    [Fact]
    public async Task Check_ThatIsCancelled_EndsAtOnce()
    {
        Solution("oracle", "expect: { passed: true }", """
              - tools: [ { name: run_command, arguments: { command: sleep 50 } } ]
              - text: done
            """);
        using var cancellation = new CancellationTokenSource();
        var blobs = new InMemoryBlobStore();
        var checker = new SuiteChecker(new WorkspaceRunEnvironmentFactory(sandboxes.Best, blobs, sandboxes.Folders), blobs, TimeProvider.System);

        // The nop is done while the oracle sleeps.
        var check = checker.CheckAsync(SuiteLoader.Load(suite.Folder), new SuiteCheckOptions { Parallel = 2, Runs = 1 }, _ => cancellation.Cancel(), cancellation.Token);

        await Should.ThrowAsync<OperationCanceledException>(() => check.Within("the end of a cancelled check"));
    }

    [Fact]
    public void Select_ByTaskKindAndId_KeepsTheOrderOfTheSuite()
    {
        Solution("trap-a", "expect: { passed: false, failureMode: wrong_answer, failingCheck: there }", "  - text: a\n");
        Solution("trap-b", "expect: { passed: false, failureMode: wrong_answer, failingCheck: there }", "  - text: b\n");
        var loaded = SuiteLoader.Load(suite.Folder);

        Ids(new SuiteCheckOptions()).ShouldBe(["oracle", "nop", "trap-a", "trap-b"]);
        Ids(new SuiteCheckOptions { Tasks = ["task_a"], Solutions = ["trap", "nop"] }).ShouldBe(["nop", "trap-a", "trap-b"]);
        Ids(new SuiteCheckOptions { Solutions = ["trap-b", "oracle"] }).ShouldBe(["oracle", "trap-b"]);
        Should.Throw<SelectionException>(() => Ids(new SuiteCheckOptions { Tasks = ["task_b"] }))
            .Message.ShouldBe("Suite small has no task 'task_b'; it has: task_a.");
        Should.Throw<SelectionException>(() => Ids(new SuiteCheckOptions { Solutions = ["trap-"] }))
            .Message.ShouldBe("No task that is checked has a solution 'trap-'; there are: oracle, nop, trap-a, trap-b.");

        IEnumerable<string> Ids(SuiteCheckOptions options) => options.Select(loaded).Select(chosen => chosen.Solution.Id);
    }

    private const string WriteFile = """
          - tools: [ { name: write_file, arguments: { path: b.txt, content: x } } ]
          - text: done
        """;

    private void Solution(string id, string expect, string turns) =>
        suite.Write($"tasks/task_a/solutions/{id}/solution.yaml", $"title: {id}\n{expect}\nturns:\n{turns}\n");

    private Task<SuiteReport> Check(SuiteCheckOptions options, Action<SuiteCheckStep>? onStep = null)
    {
        var blobs = new InMemoryBlobStore();
        var checker = new SuiteChecker(new WorkspaceRunEnvironmentFactory(sandboxes.Best, blobs, sandboxes.Folders), blobs, TimeProvider.System);
        return checker.CheckAsync(SuiteLoader.Load(suite.Folder), options, onStep, CancellationToken.None);
    }

    private static IEnumerable<string> Problems(SuiteReport report, string solution) =>
        report.Results.Single(result => result.Solution.Id == solution).Problems;
}
