using System.Text;
using Arena.Core.Checking;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Tests.Sandboxing;
using Arena.Core.Tests.Suites;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Checking;

public sealed class CheckRunnerTests(Sandboxes sandboxes)
{
    [Theory]
    [InlineData("bubblewrap")]
    [InlineData("process")]
    public async Task Check_FindsWorkspaceAnswerTranscriptAndItself(string kind)
    {
        var judged = (await Run("""
            import json, os, tempfile
            def read(name): return open(name).read()
            seen = [read(os.environ["ARENA_WORKSPACE"] + "/a.txt"), read(os.environ["ARENA_ANSWER"]), read(os.environ["ARENA_TRANSCRIPT"]),
                    str(os.path.exists(os.environ["ARENA_CHECK"] + "/check.py")), str(os.path.samefile(os.getcwd(), os.environ["ARENA_CHECK"]))]
            tempfile.TemporaryFile().write(b"x")
            print(json.dumps({"passed": False, "checks": [{"name": "seen", "passed": False, "detail": "|".join(seen)}]}))
            """, kind)).ShouldBeOfType<CheckReport.Judged>();
        judged.Passed.ShouldBeFalse();
        judged.Checks.ShouldBe([new Check("seen", false, "one\ntwo\nthree\n|the answer|{\"seq\":1}\n|True|True")]);
    }

    [Fact]
    public async Task Check_Files_CannotBeWritten()
    {
        var judged = (await Run("""
            import json, os
            def locked(path):
                try:
                    open(path, "w").close()
                    return False
                except OSError:
                    return True
            paths = [os.environ["ARENA_WORKSPACE"] + "/a.txt", os.environ["ARENA_WORKSPACE"] + "/new", os.environ["ARENA_ANSWER"], "check.py"]
            print(json.dumps({"passed": all(map(locked, paths)), "checks": [{"name": p, "passed": locked(p), "detail": ""} for p in paths]}))
            """, "bubblewrap")).ShouldBeOfType<CheckReport.Judged>();
        judged.Passed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("raise SystemExit(1)", "exit code 1")]
    [InlineData("import os; os.abort()", "exit code 134")]
    [InlineData("import time; time.sleep(60)", "did not end within 1 s")]
    [InlineData("pass", "something else than its one JSON object")]
    [InlineData("print('passed')", "something else than its one JSON object")]
    [InlineData("print('[]')", "something else than its one JSON object")]
    [InlineData("print('null')", "printed null")]
    [InlineData("""print('{"passed": true}')""", "something else than its one JSON object")]
    [InlineData("""print('{"passed": true, "checks": []}')""", "no check")]
    [InlineData("""print('{"passed": 1, "checks": [{"name": "a", "passed": true}]}')""", "something else")]
    [InlineData("""print('{"passed": true, "checks": [{"name": "a", "passed": true}], "x": 1}')""", "something else")]
    [InlineData("""print('{"passed": true, "checks": [{"name": "", "passed": true}]}')""", "without a name")]
    [InlineData("""print('{"passed": true, "checks": [{"name": "a", "passed": true}, {"name": "a", "passed": true}]}')""", "two checks of one name")]
    [InlineData("""print('{"passed": true, "checks": [{"name": "a", "passed": false}]}')""", "contradicts itself: passed is true, failing checks: a")]
    [InlineData("""print('{"passed": false, "checks": [{"name": "a", "passed": true}]}')""", "contradicts itself: passed is false, failing checks: none")]
    [InlineData("""print('{"passed": true, "checks": [{"name": "a", "passed": true}]}' * 2)""", "something else")]
    [InlineData("print('x' * 5000000)", "more than 4 MiB")]
    public async Task Check_CheckerThatMisbehaves_IsBrokenWithTheReason(string script, string reason) =>
        (await Run(script, "best", "1s")).ShouldBeOfType<CheckReport.Broken>().Reason.ShouldContain(reason);

    [Fact]
    public async Task Check_CodeUnderTestInItsOwnSandbox_SeesNothingOfTheChecker()
    {
        var helper = await File.ReadAllTextAsync(Path.Combine(SuiteFolder.Path, "agentic-core-v1/tasks/task_01/check/sealed.py"));
        using var suite = new TemporarySuite("""
            import json, os, sys
            sys.path.insert(0, os.environ["ARENA_CHECK"])
            import sealed
            code, out, err = sealed.run(["sh", "-c", "ls -A /check /run-data /tmp; ls /proc | grep -c '^[0-9]'; ls /workspace"])
            print(json.dumps({"passed": True, "checks": [{"name": "seen", "passed": True, "detail": out}]}))
            """);
        suite.Write("tasks/task_a/check/sealed.py", helper);
        var judged = (await Run(suite, "bubblewrap")).ShouldBeOfType<CheckReport.Judged>();
        var seen = judged.Checks[0].Detail.Split('\n');
        seen[..8].ShouldBe(["/check:", "", "/run-data:", "", "/tmp:", seen[5], "a.txt", ""]);
        int.Parse(seen[5]).ShouldBeLessThan(8);
    }

    private async Task<CheckReport> Run(string script, string kind, string timeout = "20s")
    {
        using var suite = new TemporarySuite(script);
        suite.Write("tasks/task_a/task.yaml", $"name: small\ncheck:\n  command: [python3, -I, check.py]\n  timeout: {timeout}\n");
        return await Run(suite, kind);
    }

    private async Task<CheckReport> Run(TemporarySuite suite, string kind)
    {
        var sandbox = kind == "best" ? sandboxes.Best : sandboxes.Get(kind);
        await using var environment = await new WorkspaceRunEnvironmentFactory(sandbox, new InMemoryBlobStore(), sandboxes.Folders)
            .CreateAsync(suite.Task, new RunKey("c", "task_a", 1), CancellationToken.None);
        var tree = await environment.RestoreAsync(null, CancellationToken.None);
        return await environment.CheckAsync(tree, "the answer", Encoding.UTF8.GetBytes("{\"seq\":1}\n"), CancellationToken.None);
    }
}
