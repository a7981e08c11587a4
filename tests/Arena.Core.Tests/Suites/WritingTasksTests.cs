using System.Text.RegularExpressions;
using Arena.Core.Documents;
using Arena.Core.Suites;
using Arena.Core.Tools;

namespace Arena.Core.Tests.Suites;

/// <summary>docs/writing-tasks.md says what the readers read.</summary>
public sealed partial class WritingTasksTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "writing-tasks.md"));

    private readonly TemporarySuite suite = new();

    public void Dispose() => suite.Dispose();

    [Theory]
    [InlineData("suite.yaml", "zzz: 1\ntitle: x\ntasks: [task_a]\n")]
    [InlineData("tasks/task_a/task.yaml", "zzz: 1\nname: x\ncheck: { command: [x] }\n")]
    [InlineData("tasks/task_a/task.yaml", "name: x\nlimits: { zzz: 1 }\ncheck: { command: [x] }\n")]
    [InlineData("tasks/task_a/task.yaml", "name: x\nfaults: [ { tool: read_file, error: e, zzz: 1 } ]\ncheck: { command: [x] }\n")]
    [InlineData("tasks/task_a/task.yaml", "name: x\ncheck: { command: [x], zzz: 1 }\n")]
    [InlineData("tasks/task_a/solutions/nop/solution.yaml", "title: x\nexpect: { passed: false }\nturns: [ { text: x } ]\nzzz: 1\n")]
    [InlineData("tasks/task_a/solutions/nop/solution.yaml", "title: x\nexpect: { passed: false, zzz: 1 }\nturns: [ { text: x } ]\n")]
    [InlineData("tasks/task_a/solutions/nop/solution.yaml", "title: x\nexpect: { passed: false }\nturns: [ { text: x, zzz: 1 } ]\n")]
    public void Page_EveryKeyThatAReaderKnows_IsNamed(string file, string content)
    {
        suite.Write(file, content);
        var problem = Should.Throw<DocumentException>(() => SuiteLoader.Load(suite.Folder)).Problem;
        var allowed = AllowedKeys.Match(problem).Groups["keys"].Value.Split(", ");
        allowed.Length.ShouldBeGreaterThan(1, problem);
        foreach (var key in allowed)
            Page.ShouldMatch($@"\b{key}\b");
    }

    [Fact]
    public void Page_DefaultsAndTools_AreThoseOfTheCode()
    {
        var limits = TaskLimits.Default;
        Page.ShouldContain($"`turns` ({limits.Turns}), `toolCalls` ({limits.ToolCalls}), `tokens` ({limits.Tokens / 1000}_000), `time` ({limits.Time.TotalMinutes}m;");
        Page.ShouldContain($"`consecutiveErrors` ({limits.ConsecutiveErrors}), `toolTimeout` ({limits.ToolTimeout.TotalSeconds}s).");
        Page.ShouldContain($"Default: {string.Join(", ", ToolCatalog.Standard.Select(tool => $"`{tool}`"))}.");
        foreach (var tool in ToolCatalog.Names)
            Page.ShouldContain($"`{tool}`");
        suite.Write("tasks/task_a/task.yaml", "name: x\ncheck: { command: [x] }\n");
        Page.ShouldContain($"`timeout` ({suite.Task.Check.Timeout.TotalSeconds}s, at most 1h)");
    }

    [Fact]
    public void Page_SolutionThatItShows_IsOne()
    {
        var yaml = Page.Split("```yaml\n")[1].Split("```")[0];
        suite.Write("tasks/task_a/solutions/trap-shown/solution.yaml", yaml);
        suite.Task.Solutions.Single(solution => solution.Id == "trap-shown").Turns.Length.ShouldBe(3);
    }

    [GeneratedRegex(@"allowed here: (?<keys>[A-Za-z, ]+)\.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AllowedKeys { get; }
}
