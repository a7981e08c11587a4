using System.Collections.Immutable;
using System.CommandLine;
using Arena.Cli.Display;
using Arena.Core.Configuration;
using Arena.Core.Sandboxing;
using Arena.Core.Storage;
using Arena.Core.Suites;

namespace Arena.Cli.Commands;

/// <summary><c>arena suite check</c>: the proof of a suite's checkers.</summary>
internal static class SuiteCheckCommand
{
    public static Command Create()
    {
        var suite = new Argument<string>("suite") { Description = "Suite id, or the path of a suite's folder" };
        var tasks = new Option<string?>("--tasks") { Description = "Task ids, separated by commas (default: all)", HelpName = "IDS" };
        var solutions = new Option<string?>("--solution") { Description = "Solution ids or kinds (oracle, nop, trap, alternative), separated by commas (default: all)", HelpName = "IDS" };
        var once = new Option<bool>("--once") { Description = "Run each solution once instead of twice: quick, and blind to a flaky checker" };
        var parallel = new Option<int>("--parallel") { Description = "Solutions at a time (default: the number of processors)", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "N" };
        parallel.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
                result.AddError("--parallel must be at least 1.");
        });
        var command = new Command(
            "check",
            "Proves the checkers of a suite: the oracle and alternatives pass, nop fails, every trap fails as it declares, and a second run of each says the same.")
        {
            suite, tasks, solutions, once, parallel, CommonOptions.Json,
        };
        command.SetAction((result, cancellationToken) =>
        {
            var settings = result.Settings();
            var options = new SuiteCheckOptions
            {
                Parallel = result.GetValue(parallel),
                Runs = result.GetValue(once) ? 1 : 2,
                Tasks = Names(result.GetValue(tasks)),
                Solutions = Names(result.GetValue(solutions)),
            };
            return RunAsync(new SuiteCatalog(settings.Suites).Find(result.GetValue(suite)!), options, settings, result.GetValue(CommonOptions.Json), cancellationToken);
        });
        return command;
    }

    /// <summary>Checks a suite and shows what was found.</summary>
    public static async Task<int> RunAsync(
        Suite suite, SuiteCheckOptions options, ArenaSettings settings, bool json, CancellationToken cancellationToken)
    {
        // A wrong name is told before a sandbox is tried.
        var solutions = options.Select(suite).Length;
        using var sandboxing = await RunSandboxing.ChooseAsync(settings, cancellationToken);
        var blobs = new InMemoryBlobStore();
        var checker = new SuiteChecker(sandboxing.Environments(blobs), blobs, TimeProvider.System);
        var done = 0;
        try
        {
            SuiteReport report;
            using (var display = SuiteCheckDisplay.Create(json, suite, options))
            {
                report = await checker.CheckAsync(suite, options, step =>
                {
                    done += step.Result is null ? 0 : 1;
                    display.Show(step);
                }, cancellationToken);
            }

            if (json)
                Console.WriteLine(CliJson.Write(SuiteCheckView.Of(report, sandboxing.Kind)));
            else
                SuiteCheckTable.Write(report, sandboxing.Kind);
            return report.Holds ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"arena: interrupted; {done} of {solutions} solutions were checked.");
            return ExitCodes.Interrupted;
        }
    }

    private static ImmutableArray<string> Names(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
