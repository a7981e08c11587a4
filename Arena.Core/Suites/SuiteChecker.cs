using System.Collections.Immutable;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Models.Scripted;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Microsoft.Extensions.AI;

namespace Arena.Core.Suites;

/// <summary>
/// Proves the checkers of a suite: every solution is run through the loop as a model that says what its script says, with real
/// tools and the real checker, and must get the verdict that it declares.
/// </summary>
/// <param name="environments">Makes workspaces, tools and checkers.</param>
/// <param name="blobs">Where workspaces are saved.</param>
/// <param name="time">The clock.</param>
public sealed class SuiteChecker(IRunEnvironmentFactory environments, IBlobStore blobs, TimeProvider time)
{
    private static readonly PriceTable Free = new(DateOnly.MinValue, 0, 0, null, null, "no model is called");

    /// <summary>Runs all solutions of all tasks.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="parallel">The most runs at a time.</param>
    /// <param name="onDone">Is told of every solution as it is done.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <returns>One result for each solution, in the order of tasks and solutions.</returns>
    public async Task<ImmutableArray<SolutionResult>> CheckAsync(
        Suite suite, int parallel, Action<SolutionResult>? onDone, CancellationToken cancellationToken)
    {
        var all = suite.Tasks.SelectMany(task => task.Solutions.Select(solution => (Task: task, Solution: solution))).ToList();
        var results = new SolutionResult[all.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, all.Count), options, async (i, token) =>
        {
            results[i] = await RunAsync(suite, all[i].Task, all[i].Solution, token);
            onDone?.Invoke(results[i]);
        });
        return [.. results];
    }

    private async Task<SolutionResult> RunAsync(Suite suite, SuiteTask task, Solution solution, CancellationToken cancellationToken)
    {
        var from = time.GetTimestamp();
        var run = new RunKey("suite-check", $"{task.Id}-{solution.Id}", 1);
        var log = new InMemoryRunLog();
        var services = new RunServices(
            log, blobs, environments, new ModelProviders([new SolutionProvider(solution, time)]), new OpenGate(), new NoBudget(), time, RunServices.ThisHost);
        var performer = new StepPerformer(run, task, services);
        await using var driver = new RunDriver(run, performer, services);
        var instruction = await StoredText.StoreAsync(task.Instruction, blobs, cancellationToken);
        await driver.CreateAsync(
            new RunCreated(
                run.Campaign, task.Id, 1, 1, 1,
                new SuiteReference(suite.Id, suite.Digest),
                new ModelReference($"solution/{solution.Id}", task.Digest, ScriptedProvider.KindName, solution.Id, 4096, null, 1, Free),
                Harness.ArenaLoop, Harness.SystemPrompt, instruction, [.. await performer.ToolsAsync(cancellationToken)], task.Limits, task.Faults, 0),
            cancellationToken);
        await driver.ClaimAsync(cancellationToken);
        await driver.DriveAsync(CancellationToken.None, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return new SolutionResult(task.Id, task.Name, solution, driver.State, time.GetElapsedTime(from), Judge(solution.Expect, driver.State));
    }

    private static string? Judge(SolutionExpectation expect, RunState state)
    {
        var failing = state.Checked?.Checks.Where(check => !check.Passed).Select(check => check.Name).ToList() ?? [];
        return state.Finished switch
        {
            { Outcome: RunOutcome.InfrastructureError } broken => $"could not be judged: {broken.Reason}",
            { Outcome: RunOutcome.Passed } when !expect.Passed => "passed, and must not",
            { Outcome: RunOutcome.Failed } failed when expect.Passed =>
                $"failed as {failed.FailureMode?.ToSnakeCase()}, and must pass; failing: {string.Join("; ", state.Checked!.Checks.Where(check => !check.Passed).Select(check => $"{check.Name}: {check.Detail}"))}",
            { FailureMode: { } mode } when expect.FailureMode is { } wanted && mode.ToSnakeCase() != wanted =>
                $"failed as {mode.ToSnakeCase()}, and must fail as {wanted}",
            { Outcome: RunOutcome.Failed } when expect.FailingCheck is { } check && !failing.Contains(check) =>
                $"failed by {(failing.Count == 0 ? "no check" : string.Join(", ", failing))}, and must fail by {check}",
            null => "did not end",
            _ => null,
        };
    }

    private sealed class SolutionProvider(Solution solution, TimeProvider time) : IModelProvider
    {
        public string Kind => ScriptedProvider.KindName;

        public IChatClient Create(RunCreated created, SuiteTask task) => new ScriptedChatClient(solution.Turns, solution.Id, 0, time);

        public ValueTask<ProviderReadiness> ReadinessAsync(ModelReference model, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new ProviderReadiness(true, "a script needs nothing"));
    }
}

/// <summary>What became of a solution.</summary>
/// <param name="Task">Task id.</param>
/// <param name="TaskName">The task's name.</param>
/// <param name="Solution">The solution.</param>
/// <param name="State">Its run.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Problem">How its verdict differs from the declared one; null where it does not.</param>
public sealed record SolutionResult(string Task, string TaskName, Solution Solution, RunState State, TimeSpan Duration, string? Problem);
