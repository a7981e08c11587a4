using Arena.Core.Tests;

namespace Arena.Cli.Tests;

public sealed class SuiteNewTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task New_InTheFolderOfTheSuites_MakesASuiteThatChecks()
    {
        var made = await ArenaProcess.RunAsync("Arena.Cli", "suite", "new", "mine-v1", "--suites", temporary.Path);

        made.Code.ShouldBe(0, made.Errors);
        made.Output.ShouldContain($"Wrote the suite mine-v1 to {temporary.Combine("mine-v1")}:\n");
        made.Output.ShouldContain("  tasks/task_01/check/check.py\n");
        made.Output.ShouldContain("arena suite check mine-v1\n");
        made.Output.ShouldContain("arena run scripted/oracle --suite mine-v1\n");
        var check = await ArenaProcess.RunAsync("Arena.Cli", "suite", "check", "mine-v1", "--suites", temporary.Path, "--once", "--solution", "oracle,nop");
        check.Code.ShouldBe(0, check.Output + check.Errors);

        var again = await ArenaProcess.RunAsync("Arena.Cli", "suite", "new", "mine-v1", "--suites", temporary.Path);
        again.Code.ShouldBe(2);
        again.Errors.ShouldBe($"arena: {temporary.Combine("mine-v1")} exists already; choose another id, or remove it first.\n");
    }

    [Fact]
    public async Task NewElsewhere_NamesTheFolderInTheNextCommands()
    {
        var made = await ArenaProcess.RunAsync("Arena.Cli", "suite", "new", "mine-v1", "--output", temporary.Combine("a"));

        made.Code.ShouldBe(0, made.Errors);
        made.Output.ShouldContain($"arena suite check {temporary.Combine("a", "mine-v1")}\n");
        made.Output.ShouldContain($"--suite mine-v1 --suites {temporary.Combine("a")}\n");
    }
}
