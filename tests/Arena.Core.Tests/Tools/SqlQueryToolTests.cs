using System.Text.Json;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Tests.Sandboxing;
using Arena.Core.Tests.Suites;
using Arena.Core.Tools;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Tools;

/// <summary>One read-only question at a time, under either sandbox.</summary>
public sealed class SqlQueryToolTests(Sandboxes sandboxes) : IDisposable
{
    private const string Make =
        """
        python3 -c "
        import sqlite3
        c = sqlite3.connect('data #1.db')
        c.execute('create table t(a integer, b text)')
        c.executemany('insert into t values (?, ?)', [(1, 'x|y'), (2, None), (3, 'é\nf')])
        c.execute('create table b(v blob)')
        c.execute('insert into b values (?)', (b'\x01\xff',))
        c.commit()
        "; echo no database > text.txt
        """;

    private readonly TemporarySuite suite = new();

    [Theory]
    [InlineData("bubblewrap")]
    [InlineData("process")]
    public async Task Query_Rows_AreOneLineEachUnderTheirColumns(string kind)
    {
        await using var world = await WorldAsync(kind);

        (await AskAsync(world, "select a, b from t order by a")).ShouldBe(new ToolOutput("a|b\n1|x\\|y\n2|NULL\n3|é\\nf\n(3 rows)\n"));
        (await AskAsync(world, "select v, 1.5 as \"n\" from b;")).Text.ShouldBe("v|n\nx'01ff'|1.5\n(1 row)\n");
        (await AskAsync(world, "pragma table_info(t)")).Text.ShouldStartWith("cid|name|type|");
        (await AskAsync(world, "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n")).Text
            .ShouldEndWith("\n200\n(the first 200 rows; there are more)\n");
        (await AskAsync(world, "select a from t where a > 9")).Text.ShouldBe("a\n(0 rows)\n");
    }

    [Theory]
    [InlineData("bubblewrap")]
    [InlineData("process")]
    public async Task Query_ThatIsNoReadingOrWrong_FailsAndChangesNothing(string kind)
    {
        await using var world = await WorldAsync(kind);
        var before = await world.SaveAsync(CancellationToken.None);

        foreach (var (query, told) in new[]
        {
            ("delete from t", "only queries are allowed"),
            ("drop table t", "only queries are allowed"),
            ("attach 'file:new.db?mode=rwc' as n", "only queries are allowed"),
            ("vacuum into 'copy.db'", "only queries are allowed"),
            ("pragma journal_mode = delete", "only queries are allowed"),
            ("select 1; delete from t", "one statement at a time"),
            ("select colour from t", "no such column: colour"),
            ("-- no statement", "write a query"),
            ("selec", "syntax error"),
        })
        {
            var output = await AskAsync(world, query);
            output.Outcome.ShouldBe(ToolOutcome.Failed, query);
            output.Text.ShouldStartWith("error: ", Case.Sensitive, query);
            output.Text.ShouldContain(told, Case.Insensitive, query);
        }

        (await AskAsync(world, "select 1", "text.txt")).Text.ShouldBe("error: file is not a database");
        (await AskAsync(world, "select 1", "none.db")).Text.ShouldBe("error: there is no file 'none.db'");
        (await AskAsync(world, "select 1", "../other.db")).Text.ShouldContain("must not contain '..'");
        (await world.SaveAsync(CancellationToken.None)).ShouldBe(before);
    }

    [Fact]
    public async Task Query_WithoutEnd_IsStoppedAtTheLimit()
    {
        await using var world = await WorldAsync(sandboxes.Best.Kind);

        var output = await AskAsync(world, "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n", limit: TimeSpan.FromMilliseconds(500));

        output.Outcome.ShouldBe(ToolOutcome.TimedOut);
        output.Text.ShouldBe("error: the query was stopped at the time limit of 0.5 s");
    }

    public void Dispose() => suite.Dispose();

    private async Task<IRunEnvironment> WorldAsync(string kind)
    {
        suite.Write("tasks/task_a/task.yaml", "name: small\ntools: [run_command, sql_query]\ncheck: { command: [python3, -I, check.py] }\n");
        var world = await new WorkspaceRunEnvironmentFactory(sandboxes.Get(kind), new InMemoryBlobStore(), sandboxes.Folders)
            .CreateAsync(suite.Task, new RunKey("c", "task_a", 1), CancellationToken.None);
        await world.RestoreAsync(null, CancellationToken.None);
        var made = await world.InvokeAsync("run_command", JsonSerializer.SerializeToElement(new { command = Make }), TimeSpan.FromSeconds(20), CancellationToken.None);
        made.ExitCode.ShouldBe(0, made.Text);
        return world;
    }

    private static Task<ToolOutput> AskAsync(IRunEnvironment world, string query, string database = "data #1.db", TimeSpan? limit = null) =>
        world.InvokeAsync("sql_query", JsonSerializer.SerializeToElement(new { database, query }), limit ?? TimeSpan.FromSeconds(20), CancellationToken.None);
}
