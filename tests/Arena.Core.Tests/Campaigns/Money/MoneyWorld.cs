using System.Collections.Immutable;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tests.Runs;

namespace Arena.Core.Tests.Campaigns.Money;

/// <summary>The runs of a campaign, each driven by one host after the other, racing for its money.</summary>
internal sealed class MoneyWorld
{
    private const string Campaign = "campaign";
    private const string TaskId = "task_01";
    private static readonly PriceTable Prices = new(new DateOnly(2026, 1, 1), 3m, 15m, 0.3m, 3.75m, "test");

    private readonly Simulation simulation;
    private readonly CrashingRunLog log;
    private readonly InMemoryCampaignLog campaigns = new();
    private readonly InMemoryCampaignIndex index = new();
    private readonly MovingBudgets budgets;
    private readonly RunServices services;
    private readonly CampaignSpec spec;
    private readonly decimal? dayBudgetUsd;
    private readonly Dictionary<RunKey, TaskCompletionSource> lost = [];
    private readonly List<Task> zombies = [];
    private readonly Dictionary<RunKey, RunState> states = [];
    private readonly Dictionary<RunKey, ModelCallStarted> started = [];
    private readonly List<(RunKey Run, RunEvent Event)> transcript = [];
    private RunMoney recorded = RunMoney.None;

    public MoneyWorld(int seed, int runs, decimal budgetUsd, decimal? perRunUsd, decimal? dayUsd, bool faults, bool moves, bool boastful)
    {
        simulation = new Simulation(seed);
        if (dayUsd is not null)
            simulation.StartAt(new DateTimeOffset(2026, 11, 24, 23, 59, 50, TimeSpan.Zero));
        dayBudgetUsd = dayUsd;
        log = new CrashingRunLog(simulation, new InMemoryRunLog()) { CrashOneIn = faults ? 60 : 0, OnAppended = Take };
        var history = new SpendHistory(index, campaigns, log);
        budgets = new MovingBudgets(simulation, history, dayUsd) { MayMove = moves, IsNetBad = moves };
        Provider = new BillingProvider(simulation, Prices, run => started[run])
        {
            IsFaulty = faults,
            IsBoastful = boastful,
            OnLost = run => lost[run].TrySetResult(),
        };
        services = new RunServices(
            log, new InMemoryBlobStore(), new MemoryWorld(""), new ModelProviders([Provider]), new OpenGate(),
            new RunBudget(budgets, dayUsd, simulation), simulation, "test:1")
        {
            OnOverrun = (_, _) => Overruns++,
        };
        spec = new CampaignSpec(
            Campaign, new SuiteReference("suite", "sha256-suite"),
            new ModelReference("m", "sha256-card", Provider.Kind, "m", 300, null, null, Prices),
            Harness.ArenaLoop, [TaskId], runs, runs, budgetUsd, 0, BudgetPerRunUsd: perRunUsd);
    }

    public BillingProvider Provider { get; }

    public int Overruns { get; private set; }

    public int Crashes => log.Crashes;

    public int Moves => budgets.Moves;

    public int GivenUp { get; private set; }

    public ImmutableArray<RunState> Ends { get; private set; }

    public void Play() => simulation.Run(async () =>
    {
        await index.AddAsync(Campaign, CancellationToken.None);
        ImmutableArray<CampaignEvent> events = [new CampaignCreated(spec), .. spec.RunsInOrder().Select(run => new CampaignRunChanged(RunSummary.Waiting(TaskId, run.Repetition)))];
        await campaigns.AppendAsync(Campaign, 0, [.. events.Select((e, i) => e with { Seq = i + 1, At = simulation.GetUtcNow() })], CancellationToken.None);
        await Task.WhenAll(spec.RunsInOrder().Select(HostsAsync));
        await Task.WhenAll(zombies);
        Ends = [.. await Task.WhenAll(spec.RunsInOrder().Select(StateAsync))];
        await VerifyEndAsync();
    });

    // Host after host, until the run is over. One that died leaves everything as it is; one that is only thought dead goes on.
    private async Task HostsAsync(RunKey run)
    {
        while (!(await StateAsync(run)).IsOver)
        {
            lost[run] = new TaskCompletionSource();
            var driving = DriveAsync(run);
            if (await Task.WhenAny(driving, lost[run].Task) != driving)
            {
                GivenUp++;
                zombies.Add(driving);
            }

            await simulation.DelayAsync(TimeSpan.FromMilliseconds(simulation.Random.Next(500)));
        }
    }

    private async Task DriveAsync(RunKey run)
    {
        var task = new SuiteTask(run.Task, "test", "sha256-task", "/nowhere", "Do it.", [], TaskLimits.Default, [], new CheckCommand([], TimeSpan.FromSeconds(1)), []);
        await using var driver = new RunDriver(run, new StepPerformer(run, task, services), services);
        try
        {
            await driver.LoadAsync(CancellationToken.None);
            var attempt = driver.State switch
            {
                { Created: null } => 1,
                { Finished: not null, IsOver: false } ended => ended.Created!.Attempt + 1,
                var going => going.Created!.Attempt,
            };
            await driver.CreateAsync(Created(run, attempt), CancellationToken.None);
            await driver.ClaimAsync(CancellationToken.None);
            var patience = Provider.IsFaulty && simulation.OneIn(6) ? TimeSpan.FromMilliseconds(simulation.Random.Next(3_000)) : Timeout.InfiniteTimeSpan;
            using var aborting = new CancellationTokenSource(patience, simulation);
            await driver.DriveAsync(aborting.Token, aborting.Token);
        }
        catch (Exception e) when (e is HostDiedException or RunLostException)
        {
            // The next host goes on.
        }
    }

    private RunCreated Created(RunKey run, int attempt) => new(
        run.Campaign, run.Task, run.Repetition, attempt, 50, spec.Suite, spec.Model, Harness.ArenaLoop, "Work.", StoredText.Inline("Do it."),
        [.. MemoryWorld.Declarations], TaskLimits.Default, [], 0);

    private async Task<RunState> StateAsync(RunKey run) => RunState.Fold(await log.ReadAsync(run, 0, CancellationToken.None));

    private void Take(RunKey run, ImmutableArray<RunEvent> events)
    {
        var before = states.GetValueOrDefault(run, RunState.Empty);
        states[run] = events.Aggregate(before, (state, e) => state.Apply(e));
        recorded = Minus(recorded, before.Ledger.Total) + states[run].Ledger.Total;
        transcript.AddRange(events.Select(e => (run, e)));
        if (events.OfType<ModelCallStarted>().LastOrDefault() is { } call)
            started[run] = call;

        // What the provider has billed is the truth that no record can talk away. The records themselves may be above it for a moment,
        // where a budget has moved or heard an old message again: between the event that starts a call and its confirmation.
        Provider.BilledUsd.ShouldBeLessThanOrEqualTo(spec.BudgetUsd!.Value);
        if (!budgets.MayMove)
            (recorded.SettledUsd + recorded.UnsettledUsd + recorded.OpenUsd).ShouldBeLessThanOrEqualTo(spec.BudgetUsd.Value);
    }

    private static RunMoney Minus(RunMoney a, RunMoney b) => new(a.SettledUsd - b.SettledUsd, a.UnsettledUsd - b.UnsettledUsd, a.OpenUsd - b.OpenUsd);

    private async Task VerifyEndAsync()
    {
        var events = transcript.Select(entry => entry.Event).ToList();

        // Every call that was started ended, and the money of each end is in exactly one place.
        recorded.ShouldBe(Ends.Aggregate(RunMoney.None, (sum, state) => sum + state.Ledger.Total));
        recorded.OpenUsd.ShouldBe(0m);
        recorded.SettledUsd.ShouldBe(events.OfType<ModelCallCompleted>().Sum(e => e.CostUsd ?? 0m));
        recorded.UnsettledUsd.ShouldBe(Ends.Sum(state => state.AllTotals.UnsettledUsd));
        events.OfType<ModelCallStarted>().Count().ShouldBe(events.Count(e => e is ModelCallCompleted or ModelCallFailed or ModelCallAbandoned));

        // What was billed is settled, or hides in what is unsettled. Overshoot is exactly 0, of the bill and of the records of all
        // calls that left; one that died between its record and its leaving is unsettled too, and took no money.
        Provider.BilledUsd.ShouldBeInRange(recorded.SettledUsd, recorded.SettledUsd + recorded.UnsettledUsd);
        Provider.BilledUsd.ShouldBeLessThanOrEqualTo(spec.BudgetUsd!.Value);
        (recorded.SettledUsd + recorded.UnsettledUsd - NeverLeftUsd()).ShouldBeLessThanOrEqualTo(spec.BudgetUsd.Value);
        if (spec.BudgetPerRunUsd is { } perRun)
            Provider.BilledByRun.Values.ShouldAllBe(billed => billed <= perRun);
        if (dayBudgetUsd is { } perDay)
            Provider.BilledByDay.Values.ShouldAllBe(billed => billed <= perDay);
        Overruns.ShouldBe(0);

        // A budget that has seen every last report knows what the transcripts tell, and so does one that wakes now.
        var key = new BudgetKey.Campaign(Campaign);
        var known = await budgets.GetAsync(key);
        foreach (var (run, state) in spec.RunsInOrder().Zip(Ends))
            known.Report(run, RunSpend.Of(state));
        (known.SettledUsd, known.UnsettledUsd, known.ReservedUsd).ShouldBe((recorded.SettledUsd, recorded.UnsettledUsd, 0m));
        var woken = await new SpendHistory(index, campaigns, log).ReadAsync(key, null, CancellationToken.None);
        (woken.SettledUsd, woken.UnsettledUsd, woken.ReservedUsd).ShouldBe((recorded.SettledUsd, recorded.UnsettledUsd, 0m));
    }

    private decimal NeverLeftUsd()
    {
        var (sum, open) = (0m, new Dictionary<RunKey, long>());
        foreach (var (run, e) in transcript)
        {
            if (e is ModelCallStarted call)
                open[run] = call.Seq;
            else if (e is ModelCallAbandoned abandoned && !Provider.Arrived.Contains((run, open[run])))
                sum += abandoned.UnsettledUsd ?? 0m;
        }

        return sum;
    }
}
