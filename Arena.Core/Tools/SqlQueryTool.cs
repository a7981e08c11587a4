using System.Text.Json;
using Arena.Core.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tools;

/// <summary>
/// Asks an SQLite file of the workspace one question. It runs in the sandbox, on a workspace that it cannot write to, and
/// through a connection that refuses whatever is no reading. A task that offers it must name it among its tools.
/// </summary>
public sealed class SqlQueryTool : IWorkspaceTool
{
    // The connection is read-only as well as the workspace: under the sandbox `process` nothing else would keep an ATTACH from
    // making a file. Values are written so that each row stays one line.
    private const string Script =
        """
        import sqlite3, sys

        MOST_ROWS, MOST_CHARACTERS = 200, 500
        READING = {
            sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
            sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT,
        }
        DESCRIBING = {
            "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
            "database_list", "collation_list", "function_list", "user_version", "encoding",
        }

        def allowed(action, name, value, *_):
            ok = action in READING or action == sqlite3.SQLITE_PRAGMA and name.lower() in DESCRIBING
            return sqlite3.SQLITE_OK if ok else sqlite3.SQLITE_DENY

        def shown(value):
            if value is None:
                return "NULL"
            if isinstance(value, bytes):
                return "x'" + value[:64].hex() + ("..." if len(value) > 64 else "") + "'"
            text = str(value).replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("|", "\\|")
            return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "..."

        try:
            connection = sqlite3.connect("file:" + sys.argv[1].replace("%", "%25").replace("?", "%3f").replace("#", "%23") + "?mode=ro", uri=True)
            connection.text_factory = lambda text: text.decode("utf-8", "replace")
            connection.execute("select count(*) from sqlite_master")
            connection.set_authorizer(allowed)
            cursor = connection.execute(sys.argv[2])
            rows = cursor.fetchmany(MOST_ROWS + 1) if cursor.description else []
        except (sqlite3.Error, sqlite3.Warning, ValueError) as e:
            sys.exit("read-only: only queries are allowed, nothing that changes or attaches a database" if "authoriz" in str(e) else str(e))
        if cursor.description is None:
            sys.exit("this statement answers no rows; write a query")
        lines = ["|".join(shown(column[0]) for column in cursor.description)]
        lines += ["|".join(map(shown, row)) for row in rows[:MOST_ROWS]]
        lines.append(f"(the first {MOST_ROWS} rows; there are more)" if len(rows) > MOST_ROWS else "(1 row)" if len(rows) == 1 else f"({len(rows)} rows)")
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        print("\n".join(lines))
        """;

    /// <inheritdoc/>
    public ToolDeclaration Declaration { get; } = new(
        "sql_query",
        "Runs one read-only SQL query on an SQLite database file of the workspace. Answers a line of column names and up to 200 rows, "
            + "columns separated by '|'. The tables are listed by: select name, sql from sqlite_master",
        JsonElement.Parse("""
            {"type":"object","properties":{
              "database":{"type":"string","minLength":1,"description":"The database file, relative to the workspace."},
              "query":{"type":"string","minLength":1,"description":"One SQL statement."}
            },"required":["database","query"],"additionalProperties":false}
            """));

    /// <inheritdoc/>
    public bool Writes => false;

    /// <inheritdoc/>
    public bool RunsCommand => true;

    /// <inheritdoc/>
    public async Task<ToolAnswer> InvokeAsync(ToolContext context, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var database = arguments.GetProperty("database").GetString()!;
        var query = arguments.GetProperty("query").GetString()!;
        var (full, problem) = context.Resolve(database);
        problem ??= Posix.Status(full!) switch
        {
            null => $"there is no file '{database}'",
            { IsFile: false } => $"'{database}' is no ordinary file",
            _ => RunCommandTool.ProblemOfArgument(query, "a query"),
        };
        if (problem is not null)
            return ToolAnswer.Failed(problem);

        var result = await context.Sandbox.RunAsync(
            new SandboxCommand(["python3", "-I", "-c", Script, "./" + Path.GetRelativePath(context.Workspace, full!), query], context.Workspace)
            {
                WorkspacePath = context.WorkspacePath,
                Timeout = timeout,
                Hidden = context.Hidden,
            },
            cancellationToken);
        if (result.TimedOut)
            return new ToolAnswer($"error: the query was stopped at the time limit of {timeout.TotalSeconds:0.###} s", ToolOutcome.TimedOut, Waited: result.Waited);
        return (result.ExitCode == 0 ? new ToolAnswer(result.StandardOutput.Text) : ToolAnswer.Failed(LastLine(result))) with { Waited = result.Waited };
    }

    private static string LastLine(SandboxResult result) =>
        result.StandardError.Text.TrimEnd() is { Length: > 0 } told ? told[(told.LastIndexOf('\n') + 1)..] : $"the query ended with exit code {result.ExitCode}";
}
