using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tests.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Suites;

public sealed class SuiteScaffoldTests(Sandboxes sandboxes) : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData("bubblewrap")]
    [InlineData("process")]
    public async Task Write_Scaffold_PassesItsCheckAsItStands(string kind)
    {
        var files = SuiteScaffold.Write(temporary.Path, "mine-v1");

        var suite = SuiteLoader.Load(temporary.Combine("mine-v1"));
        suite.Title.ShouldBe("Tasks of mine-v1");
        Directory.EnumerateFiles(suite.Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(suite.Folder, path))
            .ShouldBe(files, ignoreOrder: true);
        suite.Tasks[0].Solutions.Select(solution => solution.Kind).Distinct().ShouldBe(["oracle", "nop", "alternative", "trap"]);
        var report = await Check(suite, kind, new SuiteCheckOptions());
        report.Results.SelectMany(result => result.Problems).ShouldBeEmpty();
        report.Warnings.ShouldBeEmpty();
        // Each check is what catches some trap, so none of them is there for show.
        report.Results.SelectMany(result => result.Runs[0].Verdict.Failing).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(["parses_durations", "refuses_others", "tests_unchanged"]);
    }

    [Theory]
    [InlineData("rm durations.py", "gives ModuleNotFoundError")]
    [InlineData("rm durations.py && mkdir durations.py", "gives ModuleNotFoundError")]
    [InlineData("printf '\\\\377' > durations.py", "gives SyntaxError")]
    [InlineData("echo 'while True: pass' > durations.py", "did not answer in time")]
    [InlineData("printf 'import os\\nfor d in range(20):\\n    try: os.write(d, b\"1\" * 3000000)\\n    except OSError: pass\\nos._exit(0)\\n' > durations.py", "garbled")]
    [InlineData("printf 'import os\\nfor d in range(20):\\n    try: os.write(d, b\"[\" * 200000)\\n    except OSError: pass\\nos._exit(0)\\n' > durations.py", "garbled")]
    [InlineData("printf 'import subprocess\\nsubprocess.Popen([\"sleep\", \"1000\"])\\n' > durations.py", "gives ImportError")]
    [InlineData("printf 'def parse(text): return True\\n' > durations.py", "gives a bool")]
    [InlineData("printf 'def parse(text): return float(\"nan\")\\n' > durations.py", "gives nan")]
    [InlineData("rm test_durations.py && mkdir test_durations.py", "gives 324000")]
    public async Task Check_WhateverAModelLeavesBehind_IsAFailingCheckAndNeverABrokenChecker(string command, string told)
    {
        SuiteScaffold.Write(temporary.Path, "mine-v1");
        // One of them never ends; nobody has to wait for that as long as an author's machine may need.
        var sealing = temporary.Combine("mine-v1", "tasks", "task_01", "check", "sealed.py");
        await File.WriteAllTextAsync(sealing, (await File.ReadAllTextAsync(sealing)).Replace("timeout=10)", "timeout=2)", StringComparison.Ordinal));
        var folder = temporary.Combine("mine-v1", "tasks", "task_01", "solutions", "trap-hostile");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "solution.yaml"), $"""
            title: Hostile
            expect: {"{ passed: false, failureMode: wrong_answer, failingCheck: parses_durations }"}
            turns:
              - tools:
                  - name: run_command
                    arguments:
                      command: |
                        {command}
              - text: Done.
            """);

        var report = await Check(SuiteLoader.Load(temporary.Combine("mine-v1")), "bubblewrap", new SuiteCheckOptions { Runs = 1, Solutions = ["trap-hostile"] });

        var result = report.Results.ShouldHaveSingleItem();
        result.Problems.ShouldBeEmpty();
        result.Runs[0].Verdict.Details[0].ShouldContain(told);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mine")]
    [InlineData("../mine")]
    [InlineData("mine\n")]
    [InlineData("-mine")]
    public void Write_BadId_IsRefusedAndWritesNothing(string id)
    {
        Should.Throw<SuiteRefusedException>(() => SuiteScaffold.Write(temporary.Path, id)).Message.ShouldContain("is no suite id");
        Directory.EnumerateFileSystemEntries(temporary.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Write_WhereSomethingStands_IsRefusedAndLeavesIt()
    {
        File.WriteAllText(temporary.Combine("mine"), "x");
        Should.Throw<SuiteRefusedException>(() => SuiteScaffold.Write(temporary.Path, "mine")).Message.ShouldContain("exists already");
        File.ReadAllText(temporary.Combine("mine")).ShouldBe("x");
    }

    private Task<SuiteReport> Check(Suite suite, string kind, SuiteCheckOptions options)
    {
        var blobs = new InMemoryBlobStore();
        var environments = new WorkspaceRunEnvironmentFactory(sandboxes.Get(kind), blobs, sandboxes.Folders);
        return new SuiteChecker(environments, blobs, TimeProvider.System).CheckAsync(suite, options, null, CancellationToken.None);
    }
}
