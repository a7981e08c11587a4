using Arena.Core.Checking;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tests.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Suites;

/// <summary>Every solution of the suite gets the verdict that it declares.</summary>
public sealed class AgenticCoreTests(Sandboxes sandboxes)
{
    public static TheoryData<string, string, string> Solutions()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var task in SuiteLoader.Load(Path.Combine(SuiteFolder.Path, "agentic-core-v1")).Tasks)
        {
            foreach (var solution in task.Solutions)
            {
                data.Add(task.Id, solution.Id, "bubblewrap");
                data.Add(task.Id, solution.Id, "process");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Solutions))]
    public async Task Check_OfASolution_GivesTheDeclaredVerdict(string taskId, string solutionId, string kind)
    {
        var task = SuiteLoader.Load(Path.Combine(SuiteFolder.Path, "agentic-core-v1")).Tasks.Single(t => t.Id == taskId);
        var solution = task.Solutions.Single(s => s.Id == solutionId);
        var factory = new WorkspaceRunEnvironmentFactory(sandboxes.Get(kind), new InMemoryBlobStore(), sandboxes.Folders);

        var judged = await SolutionDriver.RunAsync(factory, task, solution) switch { CheckReport.Judged j => j, var broken => throw new InvalidOperationException(broken.ToString()) };

        var failing = judged.Checks.Where(c => !c.Passed).Select(c => $"{c.Name}: {c.Detail}");
        judged.Passed.ShouldBe(solution.Expect.Passed, string.Join("; ", failing));
        if (solution.Expect.FailingCheck is { } expected)
            judged.Checks.Where(c => !c.Passed).Select(c => c.Name).ShouldContain(expected);
    }

    [Fact]
    public void Tasks_Each_HaveOracleNopAndThreeTraps()
    {
        foreach (var task in SuiteLoader.Load(Path.Combine(SuiteFolder.Path, "agentic-core-v1")).Tasks)
        {
            task.Solutions.Count(s => s.Id.StartsWith("trap-", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(3);
            task.Solutions.ShouldContain(s => s.Id.StartsWith("alternative-", StringComparison.Ordinal));
        }
    }
}
