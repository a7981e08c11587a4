using System.CommandLine;
using Arena.Core.Outcomes;
using Arena.Core.Storage;
using Arena.Core.Suites;

namespace Arena.Cli.Commands;

/// <summary><c>arena suite</c>: suites and the proof of their checkers.</summary>
internal static class SuiteCommand
{
    public static Command Create() => new("suite", "Works with suites.") { CreateList(), CreateCheck() };

    private static Command CreateList()
    {
        var command = new Command("list", "Lists the suites.");
        command.SetAction(result =>
        {
            var catalog = new SuiteCatalog(result.Settings().Suites);
            foreach (var suite in catalog.List().Select(catalog.Get))
                Console.WriteLine($"{suite.Id}  {suite.Tasks.Length} tasks x {suite.Repetitions}  {suite.Digest[..19]}  {suite.Title}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command CreateCheck()
    {
        var suite = new Argument<string>("suite") { Description = "Suite id" };
        var parallel = new Option<int>("--parallel") { Description = "Solutions at a time (default: the number of processors)", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "N" };
        var command = new Command("check", "Proves the checkers of a suite: the oracle passes, nop fails, every trap fails as it declares.") { suite, parallel };
        command.SetAction((result, cancellationToken) => CheckAsync(result, result.GetValue(suite)!, Math.Max(1, result.GetValue(parallel)), cancellationToken));
        return command;
    }

    private static async Task<int> CheckAsync(ParseResult parsed, string id, int parallel, CancellationToken cancellationToken)
    {
        var settings = parsed.Settings();
        var suite = new SuiteCatalog(settings.Suites).Get(id);
        using var sandboxing = await Core.Sandboxing.RunSandboxing.ChooseAsync(settings, cancellationToken);
        var blobs = new InMemoryBlobStore();
        var checker = new SuiteChecker(sandboxing.Environments(blobs), blobs, TimeProvider.System);
        var done = 0;
        var total = suite.Tasks.Sum(task => task.Solutions.Length);
        var from = TimeProvider.System.GetTimestamp();
        var results = await checker.CheckAsync(suite, parallel, _ =>
        {
            if (!Console.IsErrorRedirected)
                Console.Error.Write($"\r{Interlocked.Increment(ref done)}/{total} solutions");
        }, cancellationToken);
        if (!Console.IsErrorRedirected)
            Console.Error.Write("\r" + new string(' ', 40) + "\r");

        foreach (var task in results.GroupBy(result => (result.Task, result.TaskName)))
        {
            Console.WriteLine($"{task.Key.Task} {task.Key.TaskName}");
            foreach (var result in task)
                Console.WriteLine($"  {(result.Problem is null ? "ok  " : "FAIL")} {result.Solution.Id,-28} {Verdict(result)}{(result.Problem is { } problem ? $": {problem}" : "")} ({result.Duration.TotalSeconds:0.0} s)");
        }

        var wrong = results.Count(result => result.Problem is not null);
        Console.WriteLine($"{suite.Id} {suite.Digest[..19]}: {results.Length - wrong} of {results.Length} solutions as declared, {TimeProvider.System.GetElapsedTime(from).TotalSeconds:0.0} s, sandbox {sandboxing.Kind}");
        return wrong == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static string Verdict(SolutionResult result) => result.State.Finished switch
    {
        { Outcome: RunOutcome.Passed } => "passed",
        { FailureMode: { } mode } => Core.SnakeCase.ToSnakeCase(mode),
        { } finished => Core.SnakeCase.ToSnakeCase(finished.Outcome),
        null => "unfinished",
    };
}
