using Arena.Core.Tests;

namespace Arena.Cli.Tests;

public sealed class SuiteImportHarborTests : IDisposable
{
    private static readonly string Tasks = Path.Combine(Repository.Root, "tests", "Arena.Core.Tests", "Suites", "Harbor", "tasks");

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task Import_OfTasks_MakesASuiteAndChecksIt()
    {
        var import = await ArenaProcess.RunAsync("Arena.Cli", "suite", "import-harbor", Tasks, "--id", "imported", "--suites", temporary.Path);

        import.Code.ShouldBe(0, import.Output + import.Errors);
        import.Output.ShouldContain($"Wrote the suite imported to {temporary.Combine("imported")}: 2 tasks imported.\n");
        import.Output.ShouldContain(": 4 of 4 solutions as declared, 2 warnings; 8 runs, ");
        import.Output.ShouldContain("arena run scripted/oracle --suite imported\n");
        import.Errors.ShouldContain($"warning: {Tasks}/count-words/environment/Dockerfile:2: the image 'python:3.13-slim' is not used");
    }

    [Fact]
    public async Task Import_OfATaskWhoseOracleFails_KeepsTheSuiteAndFails()
    {
        var task = temporary.Combine("broken");
        await WriteAsync(task, "exit 0\n", "[environment]\nnetwork_mode = \"no-network\"\n");

        var import = await ArenaProcess.RunAsync("Arena.Cli", "suite", "import-harbor", task, "--output", temporary.Combine("suites"));

        import.Code.ShouldBe(1, import.Output + import.Errors);
        import.Output.ShouldContain("failed as wrong_answer, and must pass; failing: reward: test.sh wrote no reward");
        File.Exists(temporary.Combine("suites", "broken", "suite.yaml")).ShouldBeTrue();
    }

    [Fact]
    public async Task Import_OfARefusedTask_NamesFileAndLineAndWritesNothing()
    {
        var tasks = temporary.Combine("tasks");
        await WriteAsync(Path.Combine(tasks, "good"), "echo 1 > /logs/verifier/reward.txt\n", "[environment]\nnetwork_mode = \"no-network\"\n");
        await WriteAsync(Path.Combine(tasks, "bad"), "echo 1 > /logs/verifier/reward.txt\n", "[environment]\nnetwork_mode = \"public\"\n");

        var import = await ArenaProcess.RunAsync("Arena.Cli", "suite", "import-harbor", tasks, "--suites", temporary.Combine("suites"));

        import.Code.ShouldBe(1, import.Output);
        import.Errors.ShouldContain($"refused: {tasks}/bad/task.toml:2: environment.network_mode = \"public\": the sandbox has no network; only \"no-network\" can be honoured\n");
        import.Errors.ShouldContain("arena: Nothing was imported: bad cannot be honoured (see above). --skip-refused imports the others: good.\n");
        Directory.Exists(temporary.Combine("suites")).ShouldBeFalse();
    }

    private static async Task WriteAsync(string folder, string test, string toml)
    {
        foreach (var (path, text) in new[] { ("task.toml", toml), ("instruction.md", "Do it.\n"), ("environment/a.txt", "a\n"), ("tests/test.sh", "#!/bin/bash\n" + test), ("solution/solve.sh", "true\n") })
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(full, text);
        }
    }
}
