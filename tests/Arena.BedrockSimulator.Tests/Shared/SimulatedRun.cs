using System.Collections.Concurrent;
using System.Collections.Immutable;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tests.Runs;

namespace Arena.Simulation.Tests;

/// <summary>One run in a <see cref="MemoryWorld"/> whose model is behind a simulator.</summary>
internal static class SimulatedRun
{
    private static readonly RunKey Key = new("campaign", "task_01", 1);

    /// <summary>Drives it to its end as a new host does, from the events that are there. They come back from their stored form.</summary>
    public static async Task<(ImmutableArray<RunEvent> Events, RunState State)> DriveAsync(
        IModelProvider provider, ModelReference model, string expected, ConcurrentDictionary<BlobId, string>? trees = null, ImmutableArray<RunEvent>? prefix = null)
    {
        var log = new InMemoryRunLog();
        ImmutableArray<RunEvent> stored = [.. (prefix ?? []).Select(e => RunEventJson.Parse(RunEventJson.ToUtf8(e)))];
        if (!stored.IsEmpty)
            (await log.AppendAsync(Key, 0, stored, CancellationToken.None)).ShouldBeTrue();
        var task = new SuiteTask(
            Key.Task, "test", "sha256-task", "/nowhere", "Do it.", [], TaskLimits.Default, [], new CheckCommand([], TimeSpan.FromSeconds(1)), []);
        var services = new RunServices(
            log, new InMemoryBlobStore(), new MemoryWorld(expected, trees), new ModelProviders([provider]), new OpenGate(), new NoBudget(), TimeProvider.System, "test:1");
        await using var driver = new RunDriver(Key, new StepPerformer(Key, task, services), services);
        await driver.LoadAsync(CancellationToken.None);
        await driver.CreateAsync(
            new RunCreated(
                Key.Campaign, Key.Task, Key.Repetition, 1, 2, new SuiteReference("suite", "sha256-suite"),
                model with { Prices = new PriceTable(new DateOnly(2026, 1, 1), 1, 1, null, null, "test") },
                Harness.ArenaLoop, Harness.SystemPrompt, StoredText.Inline("Do it."), [.. MemoryWorld.Declarations], TaskLimits.Default, [], 0),
            CancellationToken.None);
        await driver.ClaimAsync(CancellationToken.None);
        await driver.DriveAsync(CancellationToken.None, CancellationToken.None);
        return (await log.ReadAsync(Key, 0, CancellationToken.None), driver.State);
    }
}
