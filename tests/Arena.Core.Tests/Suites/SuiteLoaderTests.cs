using Arena.Core.Documents;
using Arena.Core.Suites;

namespace Arena.Core.Tests.Suites;

public sealed class SuiteLoaderTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public SuiteLoaderTests() => SmallSuite.Write(temporary.Path);

    private string Folder => temporary.Combine(SmallSuite.Id);

    [Fact]
    public void Load_OfASuite_ReadsEveryPart()
    {
        var suite = Load();

        suite.Id.ShouldBe(SmallSuite.Id);
        suite.Repetitions.ShouldBe(2);
        var task = suite.Tasks.ShouldHaveSingleItem();
        task.Name.ShouldBe("small");
        task.Instruction.ShouldBe("Do it.");
        task.Tools.ShouldBe(["read_file", "run_command"]);
        task.Limits.ShouldBe(TaskLimits.Default with { Turns = 5, Time = TimeSpan.FromSeconds(90) });
        task.Faults.ShouldBe([new ToolFault("run_command", 1, "busy")]);
        task.Check.Command.ShouldBe(["python3", "-I", "check.py"]);
        task.Solutions.Select(solution => solution.Id).ShouldBe(["oracle", "nop", "trap-a"]);
        task.Solutions[0].Turns.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("tasks/t1/workspace/a.txt")]
    [InlineData("tasks/t1/check/check.py")]
    [InlineData("tasks/t1/instruction.md")]
    public void Digest_OfASuite_ChangesWithEveryFile(string file)
    {
        var before = Load();
        File.AppendAllText(Path.Combine(Folder, file), "x");

        Load().Digest.ShouldNotBe(before.Digest);
        Load().Tasks[0].Digest.ShouldNotBe(before.Tasks[0].Digest);
    }

    [Fact]
    public void Digest_OfACopy_IsTheSame()
    {
        using var other = new TemporaryFolder();
        SmallSuite.Write(other.Path);
        Directory.CreateDirectory(other.Combine(SmallSuite.Id, "tasks", "t1", "workspace", "__pycache__"));
        File.WriteAllText(other.Combine(SmallSuite.Id, "tasks", "t1", "workspace", "__pycache__", "a.pyc"), "derived");

        SuiteLoader.Load(other.Combine(SmallSuite.Id)).Digest.ShouldBe(Load().Digest);
    }

    [Theory]
    [InlineData("suite.yaml", "repetitions: 2", "repetitions: 0", "suite.yaml:2", "1")]
    [InlineData("suite.yaml", "repetitions: 2", "repeat: 2", "suite.yaml:2", "unknown key 'repeat'")]
    [InlineData("suite.yaml", "[t1]", "[t1, t2]", "suite.yaml:3", "there are: t1")]
    [InlineData("suite.yaml", "[t1]", "[../t1]", "suite.yaml:3", "no task id")]
    [InlineData("tasks/t1/task.yaml", "run_command]", "fly]", "task.yaml:2", "list_files, read_file")]
    [InlineData("tasks/t1/task.yaml", "turns: 5", "turns: many", "task.yaml:3", "a whole number")]
    [InlineData("tasks/t1/task.yaml", "time: 90s", "time: 90", "task.yaml:3", "a duration")]
    [InlineData("tasks/t1/task.yaml", "tool: run_command", "tool: write_file", "task.yaml:4", "read_file, run_command")]
    [InlineData("tasks/t1/task.yaml", "check.py", "chek.py", "task.yaml:5", "no file check/chek.py")]
    [InlineData("tasks/t1/solutions/oracle/solution.yaml", "passed: true", "passed: false", "solution.yaml:2", "oracle must pass")]
    [InlineData("tasks/t1/solutions/trap-a/solution.yaml", ", failingCheck: c", "", "solution.yaml:2", "a trap declares")]
    [InlineData("tasks/t1/solutions/trap-a/solution.yaml", "wrong_answer", "sad", "solution.yaml:2", "gave_up_mid_plan")]
    public void Load_OfASuiteWithAFault_NamesFileAndLineAndWhatIsAllowed(string file, string right, string wrong, string place, string told)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        text.ShouldContain(right);
        File.WriteAllText(path, text.Replace(right, wrong, StringComparison.Ordinal));

        var error = Should.Throw<DocumentException>(Load);

        error.Message.ShouldContain(place);
        error.Message.ShouldContain(told);
    }

    [Theory]
    [InlineData("tasks/t1/instruction.md")]
    [InlineData("tasks/t1/task.yaml")]
    [InlineData("tasks/t1/solutions/nop/solution.yaml")]
    [InlineData("suite.yaml")]
    public void Load_OfASuiteWithoutAFile_NamesIt(string file)
    {
        File.Delete(Path.Combine(Folder, file));

        Should.Throw<DocumentException>(Load).Message.ShouldContain(file);
    }

    [Fact]
    public void Load_OfATaskThatIsNotListed_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "tasks", "t2"));

        Should.Throw<DocumentException>(Load).Message.ShouldContain("tasks/t2 is not listed");
    }

    public void Dispose() => temporary.Dispose();

    private Suite Load() => SuiteLoader.Load(Folder);
}
