using Arena.Core.Documents;
using Arena.Core.Suites;
using Arena.Core.Tools;

namespace Arena.Core.Tests.Suites;

public sealed class SuiteLoaderTests : IDisposable
{
    private readonly TemporarySuite suite = new();

    public void Dispose() => suite.Dispose();

    [Fact]
    public void Load_SmallSuite_HasTheDefaults()
    {
        var loaded = SuiteLoader.Load(suite.Folder);
        loaded.Id.ShouldBe("small");
        loaded.Repetitions.ShouldBe(3);
        var task = loaded.Tasks.ShouldHaveSingleItem();
        task.Limits.ShouldBe(TaskLimits.Default);
        task.Tools.ShouldBe(ToolCatalog.Standard);
        task.WorkspacePath.ShouldBe("/workspace");
        task.Check.Timeout.ShouldBe(TimeSpan.FromSeconds(5));
        task.Solutions.Select(s => s.Id).ShouldBe(["oracle", "nop"]);
    }

    [Theory]
    [InlineData("suite.yaml", "title: x\ntasks: [task_a]\nrepetition: 2\n", 3, "unknown key 'repetition'; allowed here: repetitions, tasks, title.")]
    [InlineData("suite.yaml", "title: x\ntasks: [task_a, task_b]\n", 2, "there is no folder tasks/task_b; there are: task_a.")]
    [InlineData("suite.yaml", "title: x\ntasks: [task_a, task_a]\n", 2, "the task 'task_a' is listed twice.")]
    [InlineData("suite.yaml", "title: x\ntasks: []\n", 2, "a suite needs at least one task.")]
    [InlineData("suite.yaml", "title: x\ntitle: y\n", 2, "Duplicate key")]
    [InlineData("suite.yaml", "title: x\nrepetitions: 0\ntasks: [task_a]\n", 2, "repetitions must be a whole number from 1 to 1000, but is '0'.")]
    [InlineData("tasks/task_a/task.yaml", "name: x\ntools: [read_file, fly]\ncheck: { command: [x] }\n", 2, "tools[1] must be one of list_files, read_file, write_file, edit_file, search_text, run_command, sql_query, but is 'fly'.")]
    [InlineData("tasks/task_a/task.yaml", "name: x\nlimits:\n  turns: many\ncheck: { command: [x] }\n", 3, "limits.turns must be a whole number from 1 to 1000, but is 'many'.")]
    [InlineData("tasks/task_a/task.yaml", "name: x\ncheck: { command: [x], timeout: 5 }\n", 2, "check.timeout must be a duration like 500ms, 90s, 10m or 2h, but is '5'.")]
    [InlineData("tasks/task_a/task.yaml", "name: x\nworkspacePath: app\ncheck: { command: [x] }\n", 2, "workspacePath must be an absolute path")]
    [InlineData("tasks/task_a/task.yaml", "name: x\nworkspacePath: /\ncheck: { command: [x] }\n", 2, "workspacePath must be an absolute path")]
    [InlineData("tasks/task_a/task.yaml", "name: x\nworkspacePath: /app/../etc\ncheck: { command: [x] }\n", 2, "workspacePath must be an absolute path")]
    [InlineData("tasks/task_a/task.yaml", "name: x\nworkspacePath: /usr/src/app\ncheck: { command: [x] }\n", 2, "workspacePath cannot be '/usr/src/app': /usr belongs to the sandbox.")]
    [InlineData("tasks/task_a/task.yaml", "name: x\n", 1, "check is missing.")]
    [InlineData("tasks/task_a/task.yaml", "name: x\ntools: [read_file]\nfaults: [{ tool: run_command, error: e }]\ncheck: { command: [x] }\n", 3, "faults[0].tool must be one of read_file, but is 'run_command'.")]
    [InlineData("tasks/task_a/instruction.md", "\n", 1, "the instruction is empty.")]
    [InlineData("tasks/task_a/solutions/oracle/solution.yaml", "title: o\nexpect: { passed: false }\nturns: [{ text: x }]\n", 2, "oracle must pass: write true.")]
    [InlineData("tasks/task_a/task.yaml", "name: x\ncheck: { command: [python3, chek.py] }\n", 2, "there is no file check/chek.py.")]
    [InlineData("tasks/task_a/solutions/trap-a/solution.yaml", "title: o\nexpect: { passed: false, failureMode: wrong_answer }\nturns: [{ text: x }]\n", 2, "a trap declares the failureMode and the failingCheck that it must produce.")]
    [InlineData("tasks/task_a/solutions/alternative-a/solution.yaml", "title: o\nexpect: { passed: false }\nturns: [{ text: x }]\n", 2, "alternative-a must pass: write true.")]
    [InlineData("tasks/task_a/solutions/other/solution.yaml", "title: o\nexpect: { passed: false }\nturns: [{ text: x }]\n", 1, "allowed are oracle, nop, trap-... and alternative-....")]
    [InlineData("tasks/task_a/solutions/nop/solution.yaml", "title: o\nexpect: { passed: false, toolErrors: some }\nturns: [{ text: x }]\n", 2, "expect.toolErrors must be true or false, but is 'some'.")]
    [InlineData("tasks/task_a/solutions/nop/solution.yaml", "title: o\nexpect: { passed: false, failureMode: wrong }\nturns: [{ text: x }]\n", 2, "expect.failureMode must be one of budget_exhausted")]
    public void Load_FaultyDocument_NamesFileLineAndWhatIsAllowed(string file, string content, int line, string problem)
    {
        suite.Write(file, content);
        var e = Should.Throw<DocumentException>(() => SuiteLoader.Load(suite.Folder));
        e.File.ShouldBe(Path.Combine(suite.Folder, file));
        e.Line.ShouldBe(line);
        e.Problem.ShouldContain(problem);
    }

    [Theory]
    [InlineData("suite.yaml")]
    [InlineData("tasks/task_a/task.yaml")]
    [InlineData("tasks/task_a/instruction.md")]
    [InlineData("tasks/task_a/workspace")]
    [InlineData("tasks/task_a/check")]
    [InlineData("tasks/task_a/solutions/oracle")]
    [InlineData("tasks/task_a/solutions/nop/solution.yaml")]
    public void Load_MissingFile_IsNamed(string path)
    {
        var full = Path.Combine(suite.Folder, path);
        if (Directory.Exists(full))
            Directory.Delete(full, true);
        else
            File.Delete(full);
        var e = Should.Throw<DocumentException>(() => SuiteLoader.Load(suite.Folder));
        e.File.ShouldBe(full);
        e.Problem.ShouldContain("missing");
    }

    [Fact]
    public void Load_UnlistedTaskFolder_IsRefused()
    {
        suite.Write("tasks/task_z/task.yaml", "name: z\n");
        Should.Throw<DocumentException>(() => SuiteLoader.Load(suite.Folder)).Problem.ShouldBe("the folder tasks/task_z is not listed in tasks.");
    }

    [Fact]
    public void Digest_ChangesWithContentPathAndMode_AndWithNothingElse()
    {
        var seen = new HashSet<string> { SuiteDigest.Of(suite.Folder) };
        var file = Path.Combine(suite.Folder, "tasks/task_a/workspace/a.txt");
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        suite.Write("tasks/task_a/check/__pycache__/x.pyc", "x");
        seen.Add(SuiteDigest.Of(suite.Folder)).ShouldBeFalse();
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute);
        seen.Add(SuiteDigest.Of(suite.Folder)).ShouldBeTrue();
        File.AppendAllText(file, "x");
        seen.Add(SuiteDigest.Of(suite.Folder)).ShouldBeTrue();
        File.Move(file, file + "2");
        seen.Add(SuiteDigest.Of(suite.Folder)).ShouldBeTrue();
    }

    [Fact]
    public void Catalog_ListsSuites_AndNamesThemWhereOneIsUnknown()
    {
        var catalog = new SuiteCatalog(suite.Parent);
        catalog.List().ShouldBe(["small"]);
        catalog.Get("small").Title.ShouldBe("Small");
        Should.Throw<SuiteMissingException>(() => catalog.Get("other")).Message.ShouldBe("There is no suite 'other'; there are: small.");
        Should.Throw<SuiteMissingException>(() => catalog.Get("../small"));
        new SuiteCatalog("/nowhere").List().ShouldBeEmpty();
    }

    [Fact]
    public void Find_TakesIdsAndFolders_AndTellsWhatIsMissing()
    {
        new SuiteCatalog(suite.Parent).Find("small").Folder.ShouldBe(suite.Folder);
        var elsewhere = new SuiteCatalog("/nowhere");
        elsewhere.Find(suite.Folder + "/").Id.ShouldBe("small");
        Should.Throw<SuiteMissingException>(() => elsewhere.Find("small")).Message.ShouldBe("There is no suite 'small'; there are: none.");
        Should.Throw<DocumentException>(() => elsewhere.Find("/nowhere/small")).Message.ShouldBe("/nowhere/small: there is no such folder.");
        Should.Throw<DocumentException>(() => elsewhere.Find(suite.Parent)).Message.ShouldBe(Path.Combine(suite.Parent, "suite.yaml") + ": this file is missing.");
    }
}
