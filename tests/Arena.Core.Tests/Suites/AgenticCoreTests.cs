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
        var suite = SuiteLoader.Load(Path.Combine(SuiteFolder.Path, "agentic-core-v1"));
        var blobs = new InMemoryBlobStore();
        var environments = new WorkspaceRunEnvironmentFactory(sandboxes.Get(kind), blobs, sandboxes.Folders);

        var report = await new SuiteChecker(environments, blobs, TimeProvider.System)
            .CheckAsync(suite, new SuiteCheckOptions { Runs = 1, Tasks = [taskId], Solutions = [solutionId] }, null, CancellationToken.None);

        report.Results.ShouldHaveSingleItem().Problems.ShouldBeEmpty();
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
