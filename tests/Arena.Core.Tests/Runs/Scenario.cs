using System.Collections.Immutable;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Models.Dialects;
using Arena.Core.Models.Scripted;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Microsoft.Extensions.AI;

namespace Arena.Core.Tests.Runs;

/// <summary>One run of a script in a <see cref="MemoryWorld"/>, on a log that can be cut off anywhere and gone on with.</summary>
internal sealed class Scenario(ImmutableArray<ScriptedTurn> turns, MemoryWorld world, IRunLog? log = null) : IModelProvider
{
    public static readonly RunKey Key = new("campaign", "task_01", 1);

    public static readonly PriceTable Prices = new(new DateOnly(2026, 1, 1), 0.5m, 1.2m, null, null, "test");

    public string Kind => "scripted";

    public IRunLog Log { get; } = log ?? new InMemoryRunLog();

    public TaskLimits Limits { get; init; } = TaskLimits.Default;

    public ImmutableArray<ToolFault> Faults { get; init; } = [];

    public IRunBudget Budget { get; init; } = new NoBudget();

    public IModelGate Gate { get; init; } = new OpenGate();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How tools are shown to the model; null is the native way.</summary>
    public string? Dialect { get; init; }

    public PriceTable? PricesOfModel { get; init; } = Prices;

    public Action<RunKey, ModelCallCompleted>? OnOverrun { get; init; }

    public Func<IChatClient, IChatClient> Client { get; init; } = client => client;

    public static ScriptedTurn Calls(params ImmutableArray<ScriptedToolCall> calls) => new("", calls, new ScriptedUsage(100, 20), TimeSpan.Zero);

    public static ScriptedTurn Says(string text) => new(text, [], new ScriptedUsage(120, 10), TimeSpan.Zero);

    public static ScriptedToolCall Append(string text) => new("append", $$"""{"text":"{{text}}"}""");

    public IChatClient Create(RunCreated created, SuiteTask task) => Client(new ScriptedChatClient(turns, "scripted-test", created.ScriptedLatency, Time, ToolDialects.Find(created.Model.Dialect)));

    public ValueTask<ProviderReadiness> ReadinessAsync(ModelReference model, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ProviderReadiness(true, "a test needs nothing"));

    public RunCreated Created(int attempt = 1) => new(
        Key.Campaign, Key.Task, Key.Repetition, attempt, 2,
        new SuiteReference("suite", "sha256-suite"),
        new ModelReference("scripted/test", "sha256-card", "scripted", "scripted-test", 1000, null, 20, PricesOfModel, Dialect: Dialect),
        Harness.ArenaLoopIn(Dialect), Harness.SystemPrompt, StoredText.Inline("Do it."),
        [.. MemoryWorld.Declarations], Limits, Faults, 0);

    public RunDriver NewDriver()
    {
        var task = new SuiteTask(
            Key.Task, "test", "sha256-task", "/nowhere", "Do it.", [], Limits, Faults, new CheckCommand([], TimeSpan.FromSeconds(1)), []);
        var services = new RunServices(Log, new InMemoryBlobStore(), world, new ModelProviders([this]), Gate, Budget, Time, "test:1") { OnOverrun = OnOverrun };
        return new RunDriver(Key, new StepPerformer(Key, task, services), services);
    }

    /// <summary>Loads, creates where needed, claims and drives to the end, as a host does.</summary>
    public async Task<RunState> RunAsync()
    {
        await using var driver = NewDriver();
        await driver.LoadAsync(CancellationToken.None);
        await driver.CreateAsync(Created(), CancellationToken.None);
        await driver.ClaimAsync(CancellationToken.None);
        await driver.DriveAsync(CancellationToken.None, CancellationToken.None);
        return driver.State;
    }

    public async Task<ImmutableArray<RunEvent>> EventsAsync() => await Log.ReadAsync(Key, 0, CancellationToken.None);
}
