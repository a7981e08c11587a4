using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tests.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Suites;

/// <summary>Every solution of the suite and of its twins gets the verdict that it declares.</summary>
public sealed class AgenticCoreTests(Sandboxes sandboxes)
{
    private static readonly string[] Suites = ["agentic-core-v1", "agentic-core-v1-twins"];

    public static TheoryData<string, string, string> TasksAndSandboxes()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (suite, task) in Tasks())
        {
            data.Add(suite, task.Id, "bubblewrap");
            data.Add(suite, task.Id, "process");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(TasksAndSandboxes))]
    public async Task Check_OfATask_GivesEverySolutionTheDeclaredVerdict(string suiteId, string taskId, string kind)
    {
        var suite = SuiteLoader.Load(Path.Combine(SuiteFolder.Path, suiteId));
        var blobs = new InMemoryBlobStore();
        var environments = new WorkspaceRunEnvironmentFactory(sandboxes.Get(kind), blobs, sandboxes.Folders);

        var report = await new SuiteChecker(environments, blobs, TimeProvider.System)
            .CheckAsync(suite, new SuiteCheckOptions { Runs = 1, Tasks = [taskId] }, null, CancellationToken.None);

        report.Results.Length.ShouldBeGreaterThanOrEqualTo(6);
        report.Results.SelectMany(result => result.Problems.Select(problem => $"{result.Solution.Id}: {problem}")).ShouldBeEmpty();
    }

    [Fact]
    public void Tasks_Each_HaveOracleNopAndThreeTraps()
    {
        foreach (var (_, task) in Tasks())
        {
            task.Solutions.Count(s => s.Id.StartsWith("trap-", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(3);
            task.Solutions.ShouldContain(s => s.Id.StartsWith("alternative-", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Original_OfMinimalFix_IsTheWorkspaceThatTheModelGets()
    {
        var folder = Path.Combine(SuiteFolder.Path, "agentic-core-v1", "tasks", "task_05");

        SuiteDigest.Of(Path.Combine(folder, "check", "original")).ShouldBe(SuiteDigest.Of(Path.Combine(folder, "workspace")));
    }

    [Theory]
    [InlineData("task_06")]
    [InlineData("task_09")]
    public void Twin_OfATask_IsAskedForInTheSameWords(string id)
    {
        var (task, twin) = (Tasks().First(t => t.Task.Id == id).Task, Tasks().Last(t => t.Task.Id == id).Task);
        twin.Folder.ShouldNotBe(task.Folder);
        twin.Instruction.ShouldBe(task.Instruction);
        twin.Name.ShouldBe(task.Name);
        twin.Tools.ShouldBe(task.Tools);
        twin.Limits.ShouldBe(task.Limits);
        Files(twin).ShouldBe(Files(task));

        static IEnumerable<string> Files(SuiteTask of) => Directory
            .EnumerateFiles(Path.Combine(of.Folder, "workspace"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(of.Folder, file)).Where(file => !file.Contains("__pycache__", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<(string Suite, SuiteTask Task)> Tasks() =>
        Suites.SelectMany(suite => SuiteLoader.Load(Path.Combine(SuiteFolder.Path, suite)).Tasks.Select(task => (suite, task)));
}
