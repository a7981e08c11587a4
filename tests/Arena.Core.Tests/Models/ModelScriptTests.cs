using Arena.Core.Documents;
using Arena.Core.Models;
using Arena.Core.Models.Scripted;
using Arena.Core.Suites;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Core.Tests.Models;

public sealed class ModelScriptTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    [Fact]
    public void TurnsFor_EntriesOfEveryForm_AreTheTurnsThatTheyName()
    {
        var script = Read(
            """
              default: { turns: [ { text: by default } ], latency: 2s }
              tasks:
                task_01:
                  - oracle
                  - { plays: oracle, usage: { input: 700, output: 21 }, latency: 600ms }
                  - turns: [ { text: own, usage: { input: 5, output: 6 }, latency: 1s } ]
                task_02: oracle
            """);

        script.TurnsFor(Task("task_01"), 1).Select(turn => (turn.Text, turn.Usage, turn.Latency.TotalMilliseconds))
            .ShouldBe([("look", null, 10), ("done", new ScriptedUsage(1, 2), 0), ("", null, 0)]);
        script.TurnsFor(Task("task_01"), 2).Select(turn => (turn.Text, turn.Usage, turn.Latency.TotalMilliseconds))
            .ShouldBe([("look", new ScriptedUsage(116, 7), 200), ("done", new ScriptedUsage(233, 7), 200), ("", new ScriptedUsage(351, 7), 200)]);
        script.TurnsFor(Task("task_01"), 3).ShouldHaveSingleItem().ShouldBe(new ScriptedTurn("own", [], new ScriptedUsage(5, 6), TimeSpan.FromSeconds(1)));
        script.TurnsFor(Task("task_01"), 4).Length.ShouldBe(3, "past the last entry it begins again");
        script.TurnsFor(Task("task_02"), 3).Length.ShouldBe(3);
        script.TurnsFor(Task("task_03"), 1).ShouldHaveSingleItem().Latency.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void TurnsFor_ARunsUsage_IsSpreadWithoutLossAndGrows() =>
        Prop.ForAll(
            (from input in Gen.Choose(0, 1_000_000) from output in Gen.Choose(0, 100_000) from count in Gen.Choose(1, 40) select (input, output, count)).ToArbitrary(),
            run =>
            {
                var turn = new ScriptedTurn("", [], null, TimeSpan.Zero);
                var spread = new ScriptEntry.Says([.. Enumerable.Repeat(turn, run.count)], new RunUsage(run.input, run.output)).TurnsFor(Task("task_01"));
                return spread.Sum(t => t.Usage!.Input) == run.input && spread.Sum(t => t.Usage!.Output) == run.output
                    && spread.Zip(spread.Skip(1)).All(pair => pair.First.Usage!.Input <= pair.Second.Usage!.Input);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void ProblemWith_ATask_NamesWhatIsMissing()
    {
        Read("  tasks: { task_01: [oracle, trap-x] }").ProblemWith(Task("task_01")).ShouldBe("its script plays 'trap-x' on task_01, which has: oracle");
        Read("  tasks: { task_01: oracle }").ProblemWith(Task("task_02")).ShouldBe("its script has nothing for task_02 and no default");
        Read("  default: oracle").ProblemWith(Task("task_02")).ShouldBeNull();
        Read("  default: { turns: [ { text: x } ] }").ProblemWith(Task("task_02")).ShouldBeNull();
    }

    [Theory]
    [InlineData("  default: { usage: { input: 1, output: 1 } }", "default needs either plays (a solution's id) or turns")]
    [InlineData("  default: { plays: oracle, turns: [ { text: x } ] }", "default needs either plays (a solution's id) or turns")]
    [InlineData("  tasks: { task_01: [] }", "tasks.task_01 must have at least one entry")]
    [InlineData("  tasks: { task_01: { plays: oracle, usage: { input: 1, output: 1, reasoning: 1 } } }", "unknown key 'script.tasks.task_01.usage.reasoning'; allowed here: input, output")]
    [InlineData("  default: { plays: oracle, latency: 5 }", "latency must be a duration like 500ms")]
    public void Read_OfABrokenScript_SaysWhatIsAllowed(string script, string told) =>
        Should.Throw<DocumentException>(() => Read(script)).Message.ShouldContain(told);

    public void Dispose() => temporary.Dispose();

    private ModelScript Read(string script)
    {
        File.WriteAllText(temporary.Combine("m.yaml"), "title: m\nprovider: scripted\nscript:\n" + script + "\n");
        return new ModelCatalog(temporary.Path).Get("m").Script!;
    }

    private static SuiteTask Task(string id) => new(
        id, id, "sha256-t", "/nowhere", "Do it.", [], TaskLimits.Default, [], new CheckCommand([], TimeSpan.FromSeconds(1)),
        [
            new Solution("oracle", "o", new SolutionExpectation(true, null, null),
            [
                new ScriptedTurn("look", [], null, TimeSpan.FromMilliseconds(10)),
                new ScriptedTurn("done", [], new ScriptedUsage(1, 2), TimeSpan.Zero),
                new ScriptedTurn("", [], null, TimeSpan.Zero),
            ]),
        ]);
}
