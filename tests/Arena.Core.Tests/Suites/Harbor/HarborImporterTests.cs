using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Suites.Harbor;
using Arena.Core.Tests.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Suites.Harbor;

public sealed class HarborImporterTests(Sandboxes sandboxes) : IDisposable
{
    private readonly HarborFolder harbor = new();

    public void Dispose() => harbor.Dispose();

    [Fact]
    public async Task Import_FolderOfTasks_MakesASuiteWhoseOraclesPassAndWhoseNopsFail()
    {
        var import = HarborImporter.Import(harbor.Source, harbor.Suites, "imported-v1", skipRefused: false);

        import.Folder.ShouldBe(Path.Combine(harbor.Suites, "imported-v1"));
        import.Importable.ShouldBe(["fix_greeting", "count-words"]);
        import.Refused.ShouldBeEmpty();
        import.Notes.Select(note => note.ToString().Replace(harbor.Source + "/", "", StringComparison.Ordinal)).ShouldBe(
        [
            "Fix_Greeting/task.toml:6: environment.cpus = 2: processors are not reserved here",
            "Fix_Greeting/task.toml: no agent.timeout_sec is set; Arena's own limit of 600 s holds",
            "Fix_Greeting/environment: there is no Dockerfile; all of environment/ is copied to /app",
            "Fix_Greeting/solution/solve.sh:4: /solution stands at /tmp/solution for the oracle, and is written so there",
            "Fix_Greeting/solution/solve.sh:5: /solution stands at /tmp/solution for the oracle, and is written so there",
            "Fix_Greeting/solution/solve.sh:6: /solution stands at /tmp/solution for the oracle, and is written so there",
            "Fix_Greeting/solution/solve.sh:7: /solution stands at /tmp/solution for the oracle, and is written so there",
            "count-words/environment/Dockerfile:2: the image 'python:3.13-slim' is not used; the sandbox shows this machine's own programs",
        ]);
        var suite = SuiteLoader.Load(import.Folder!);
        suite.Title.ShouldBe("Imported from Harbor: tasks");
        var report = await Check(suite, new SuiteCheckOptions());
        report.Results.SelectMany(result => result.Problems).ShouldBeEmpty();
        report.Results.Select(result => $"{result.Task.Id} {result.Solution.Id} {result.Runs[0].Verdict}")
            .ShouldBe(["fix_greeting oracle passed", "fix_greeting nop wrong_answer by reward", "count-words oracle passed", "count-words nop wrong_answer by reward"]);
        report.Results[1].Runs[0].Verdict.Details[0].ShouldBe("reward: reward.json: {\"reward\": 0.25, \"seconds\": 0.1}; its output ends with: it said: Good bye it's you\n");
    }

    [Fact]
    public void Import_OneTask_CarriesLimitsFilesAndTheOriginal()
    {
        var import = HarborImporter.Import(harbor.CountWords + "/", harbor.Suites, null, skipRefused: false);

        var suite = SuiteLoader.Load(import.Folder!);
        suite.Id.ShouldBe("count-words");
        var task = suite.Tasks.ShouldHaveSingleItem();
        task.Name.ShouldBe("count-words");
        task.WorkspacePath.ShouldBe("/app");
        task.Instruction.ShouldBe("Count the words in `/app/data/text.txt` and write the number, and nothing else, to `/app/count.txt`.");
        task.Limits.ShouldBe(TaskLimits.Default with { Time = TimeSpan.FromSeconds(120.5), ToolTimeout = TimeSpan.FromSeconds(120.5) });
        task.Check.Timeout.ShouldBe(TimeSpan.FromSeconds(40));
        var workspace = Path.Combine(task.Folder, "workspace");
        Directory.EnumerateFiles(workspace, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(workspace, path)).Order(StringComparer.Ordinal)
            .ShouldBe(["data/text.txt", "old/notes-of-2025.txt", "read me.md"]);
        File.ReadAllBytes(Path.Combine(task.Folder, "harbor", "task.toml")).ShouldBe(File.ReadAllBytes(Path.Combine(harbor.CountWords, "task.toml")));
    }

    [Theory]
    [InlineData("echo 1 > /logs/verifier/reward.txt", null)]
    [InlineData("echo 1.5 > /logs/verifier/reward.txt; exit 3", null)]
    [InlineData("echo '{\"passed\": 1}' > /logs/verifier/reward.json", null)]
    [InlineData("echo '{\"a\": 1, \"b\": 1}' > /logs/verifier/reward.json; echo 1 > /logs/verifier/reward.txt", null)]
    [InlineData("echo 0.99 > /logs/verifier/reward.txt", "reward: reward.txt: 0.99; its output ends with: ")]
    [InlineData("echo said; exit 1", "reward: test.sh wrote no reward to /logs/verifier/reward.txt or reward.json; its output ends with: said\n")]
    [InlineData("echo '{\"a\": 1, \"b\": 1}' > /logs/verifier/reward.json", "reward: test.sh wrote no reward to ")]
    [InlineData("echo '{\"reward\": true}' > /logs/verifier/reward.json", "reward: test.sh wrote no reward to ")]
    [InlineData("echo '{\"reward\": NaN}' > /logs/verifier/reward.json", "reward: reward.json: {\"reward\": NaN}")]
    [InlineData("echo '[1]' > /logs/verifier/reward.json", "reward: reward.json is no JSON object")]
    [InlineData("head -c 60000 /dev/zero | tr '\\0' '[' > /logs/verifier/reward.json", "reward: reward.json is no JSON")]
    [InlineData("echo yes > /logs/verifier/reward.txt", "reward: reward.txt holds no number but 'yes'")]
    [InlineData("mkdir /logs/verifier/reward.txt", "reward: test.sh wrote no reward to ")]
    [InlineData("mkfifo /logs/verifier/reward.txt", "reward: test.sh wrote no reward to ")]
    [InlineData("ln -s /proc/1/environ /logs/verifier/reward.txt", "reward: test.sh wrote no reward to ")]
    [InlineData("echo 1 > /logs/verifier/reward.txt; sleep 60", "test_ended: test.sh did not end within 2 s")]
    public async Task Check_RewardOfTheVerifier_DecidesAndNeverBreaksTheChecker(string script, string? told)
    {
        harbor.Edit("task.toml", "timeout_sec = 20.0", "timeout_sec = 2.0");
        harbor.Write("tests/test.sh", "#!/bin/bash\n" + script + "\n");
        var import = HarborImporter.Import(harbor.CountWords, harbor.Suites, "one", skipRefused: false);

        var report = await Check(SuiteLoader.Load(import.Folder!), new SuiteCheckOptions { Runs = 1, Solutions = ["oracle"] });

        var verdict = report.Results[0].Runs[0].Verdict;
        verdict.Word.ShouldBe(told is null ? "passed" : "wrong_answer", string.Join("; ", verdict.Details));
        if (told is not null)
            verdict.Details[0].ShouldStartWith(told);
    }

    [Fact]
    public async Task Check_WorkspaceNestedDeeperThanPythonFollows_IsJudgedAllTheSame()
    {
        harbor.Write("solution/solve.sh", "#!/bin/bash\nfor i in $(seq 1 900); do mkdir d; cd d; done\necho 5 > /app/count.txt\nexit 0\n");
        var import = HarborImporter.Import(harbor.CountWords, harbor.Suites, "one", skipRefused: false);

        var report = await Check(SuiteLoader.Load(import.Folder!), new SuiteCheckOptions { Runs = 1, Solutions = ["oracle"] });

        report.Results[0].Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_WithoutBubblewrap_IsNoVerdict()
    {
        Assert.SkipUnless(sandboxes.Bubblewrap is not null, "bubblewrap is missing or does not work on this machine.");
        harbor.Edit("tests/test.sh", "#!/bin/bash", "#!/bin/bash\n");
        var import = HarborImporter.Import(harbor.CountWords, harbor.Suites, "one", skipRefused: false);
        var check = Path.Combine(import.Folder!, "tasks", "count-words", "check", "check.py");
        File.WriteAllText(check, File.ReadAllText(check).Replace("[\"bwrap\"", "[\"false\"", StringComparison.Ordinal));

        var report = await Check(SuiteLoader.Load(import.Folder!), new SuiteCheckOptions { Runs = 1, Solutions = ["nop"] });

        report.Results[0].Problems.ShouldHaveSingleItem().ShouldContain("a task that was imported from Harbor needs bubblewrap");
    }

    [Fact]
    public void Import_WhereOneTaskIsRefused_WritesNothingOrTheOthers()
    {
        harbor.Write("environment/docker-compose.yaml", "services: {}\n");

        var import = HarborImporter.Import(harbor.Source, harbor.Suites, "some", skipRefused: false);
        import.Folder.ShouldBeNull();
        import.Refused.ShouldBe(["count-words"]);
        import.Importable.ShouldBe(["fix_greeting"]);
        Directory.Exists(harbor.Suites).ShouldBeFalse();

        HarborImporter.Import(harbor.Source, harbor.Suites, "some", skipRefused: true).Folder.ShouldNotBeNull();
        SuiteLoader.Load(Path.Combine(harbor.Suites, "some")).Tasks.Select(task => task.Id).ShouldBe(["fix_greeting"]);
    }

    [Fact]
    public void Import_OfWhatIsNoTaskOrNoNewSuite_IsRefused()
    {
        Refusal(harbor.Suites, "x").ShouldBe($"{harbor.Suites}: there is no such folder.");
        Refusal(Path.Combine(harbor.CountWords, "tests"), "x").ShouldContain("there is no task.toml, neither here nor in a folder below");
        Refusal(harbor.Source, "No Id").ShouldContain("'No Id' is no suite id");
        Directory.CreateDirectory(Path.Combine(harbor.Suites, "there"));
        Refusal(harbor.Source, "there").ShouldContain("exists already");
        Directory.Move(Path.Combine(harbor.Source, "Fix_Greeting"), Path.Combine(harbor.Source, "Count-Words"));
        Refusal(harbor.Source, "x").ShouldContain("would both be the task 'count-words'");
        Directory.Move(Path.Combine(harbor.Source, "Count-Words"), Path.Combine(harbor.Source, "日本"));
        Refusal(harbor.Source, "x").ShouldContain("No id can be made of the folder name '日本'");

        string Refusal(string source, string id) =>
            Should.Throw<SuiteRefusedException>(() => HarborImporter.Import(source, harbor.Suites, id, skipRefused: false)).Message;
    }

    private Task<SuiteReport> Check(Suite suite, SuiteCheckOptions options)
    {
        var blobs = new InMemoryBlobStore();
        var environments = new WorkspaceRunEnvironmentFactory(sandboxes.Get("bubblewrap"), blobs, sandboxes.Folders);
        return new SuiteChecker(environments, blobs, TimeProvider.System).CheckAsync(suite, options, null, CancellationToken.None);
    }
}
