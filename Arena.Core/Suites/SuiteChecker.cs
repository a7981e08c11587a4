using System.Collections.Immutable;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Models.Scripted;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Microsoft.Extensions.AI;

namespace Arena.Core.Suites;

/// <summary>
/// Proves the checkers of a suite: every solution is run through the loop as a model that says what its script says, with real
/// tools and the real checker, and must get the verdict that it declares, each time that it runs.
/// </summary>
/// <param name="environments">Makes workspaces, tools and checkers.</param>
/// <param name="blobs">Where workspaces are saved.</param>
/// <param name="time">The clock.</param>
public sealed class SuiteChecker(IRunEnvironmentFactory environments, IBlobStore blobs, TimeProvider time)
{
    private static readonly PriceTable Free = new(DateOnly.MinValue, 0, 0, null, null, "no model is called");

    /// <summary>Runs the solutions that the options pick.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="options">What is run, how often, and how many at a time.</param>
    /// <param name="onStep">Is told of every run as it ends, from any thread, one call at a time.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <returns>The results, in the order of tasks and solutions.</returns>
    /// <exception cref="SelectionException">The options name a task or solution that is not there.</exception>
    public async Task<SuiteReport> CheckAsync(
        Suite suite, SuiteCheckOptions options, Action<SuiteCheckStep>? onStep, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Runs, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallel, 1, nameof(options));
        var from = time.GetTimestamp();
        var chosen = options.Select(suite);
        var runs = chosen.Select(_ => new SolutionRun?[options.Runs]).ToArray();
        var results = new SolutionResult[chosen.Length];
        // All first runs come before the second ones: a run that is repeated among other neighbours tells more.
        var order = Enumerable.Range(0, options.Runs).SelectMany(run => Enumerable.Range(0, chosen.Length).Select(i => (Run: run, Solution: i)));
        using var one = new SemaphoreSlim(1);
        await Parallel.ForEachAsync(
            order,
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken },
            async (next, token) =>
            {
                var (task, solution) = chosen[next.Solution];
                var run = await RunAsync(suite, task, solution, next.Run + 1, token);
                await one.WaitAsync(token);
                try
                {
                    var done = runs[next.Solution];
                    done[next.Run] = run;
                    if (Array.TrueForAll(done, found => found is not null))
                        results[next.Solution] = new SolutionResult(task, solution, [.. done!], SolutionJudge.Judge(solution.Expect, [.. done!]));
                    onStep?.Invoke(new SuiteCheckStep(task, solution, next.Run + 1, results[next.Solution]));
                }
                finally
                {
                    one.Release();
                }
            });
        return new SuiteReport(suite, [.. results], SuiteWarnings.Of(suite, options), time.GetElapsedTime(from));
    }

    private async Task<SolutionRun> RunAsync(Suite suite, SuiteTask task, Solution solution, int n, CancellationToken cancellationToken)
    {
        var from = time.GetTimestamp();
        var run = new RunKey("suite-check", $"{task.Id}-{solution.Id}", n);
        var services = new RunServices(
            new InMemoryRunLog(), blobs, environments, new ModelProviders([new SolutionProvider(solution, time)]), new OpenGate(), new NoBudget(), time, RunServices.ThisHost);
        var performer = new StepPerformer(run, task, services);
        await using var driver = new RunDriver(run, performer, services);
        var instruction = await StoredText.StoreAsync(task.Instruction, blobs, cancellationToken);
        await driver.CreateAsync(
            new RunCreated(
                run.Campaign, task.Id, n, 1, 1,
                new SuiteReference(suite.Id, suite.Digest),
                new ModelReference($"solution/{solution.Id}", task.Digest, ScriptedProvider.KindName, solution.Id, 4096, null, 1, Free),
                Harness.ArenaLoop, Harness.SystemPrompt, instruction, [.. await performer.ToolsAsync(cancellationToken)], task.Limits, task.Faults, 0),
            cancellationToken);
        await driver.ClaimAsync(cancellationToken);
        // Both at once: a driver that may only break steps off would take the next one for ever.
        await driver.DriveAsync(cancellationToken, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return SolutionRun.Of(driver.State, time.GetElapsedTime(from));
    }

    private sealed class SolutionProvider(Solution solution, TimeProvider time) : IModelProvider
    {
        public string Kind => ScriptedProvider.KindName;

        public IChatClient Create(RunCreated created, SuiteTask task) => new ScriptedChatClient(solution.Turns, solution.Id, 0, time);

        public ValueTask<ProviderReadiness> ReadinessAsync(ModelReference model, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new ProviderReadiness(true, "a script needs nothing"));
    }
}

/// <summary>A run of a check has ended.</summary>
/// <param name="Task">The task.</param>
/// <param name="Solution">The solution.</param>
/// <param name="Run">Which run of it, from 1.</param>
/// <param name="Result">The solution's result; null while runs of it are missing.</param>
public sealed record SuiteCheckStep(SuiteTask Task, Solution Solution, int Run, SolutionResult? Result);
