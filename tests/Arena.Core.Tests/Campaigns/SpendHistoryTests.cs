using System.Collections.Immutable;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Tests.Runs;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Campaigns;

public sealed class SpendHistoryTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 22, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Tuesday = Monday.AddDays(1);
    private readonly InMemoryCampaignIndex index = new();
    private readonly InMemoryCampaignLog campaigns = new();
    private readonly InMemoryRunLog runs = new();
    private readonly SpendHistory history;

    public SpendHistoryTests() => history = new SpendHistory(index, campaigns, runs);

    [Fact]
    public async Task Day_HoldsTheCallsOfAllCampaignsThatLeftOnIt()
    {
        await RunAsync("a", 1, Prepared(Monday), [Started(1, 0.10m, Monday), Completed(1, 0.04m, Tuesday), Started(2, 0.10m, Tuesday), Completed(2, 0.03m, Tuesday)]);
        await RunAsync("a", 2, Prepared(Tuesday), [Started(1, 0.10m, Tuesday), new ModelCallAbandoned(1, 1, 0.10m, "gone") { At = Tuesday }]);
        await RunAsync("b", 1, Prepared(Tuesday), [Started(1, 0.25m, Tuesday)]);
        await CampaignAsync("a", 2, Monday);
        await CampaignAsync("b", 1, Tuesday);

        var monday = await history.ReadAsync(new BudgetKey.Day(new DateOnly(2026, 11, 23)), 1m, CancellationToken.None);
        (monday.SettledUsd, monday.UnsettledUsd, monday.ReservedUsd, monday.CapUsd).ShouldBe((0.04m, 0m, 0m, 1m));
        var tuesday = await history.ReadAsync(new BudgetKey.Day(new DateOnly(2026, 11, 24)), 1m, CancellationToken.None);
        (tuesday.SettledUsd, tuesday.UnsettledUsd, tuesday.ReservedUsd).ShouldBe((0.03m, 0.10m, 0.25m));
        var campaign = await history.ReadAsync(new BudgetKey.Campaign("a"), 1m, CancellationToken.None);
        (campaign.SettledUsd, campaign.UnsettledUsd, campaign.ReservedUsd, campaign.CapUsd).ShouldBe((0.07m, 0.10m, 0m, 5m));
    }

    [Fact]
    public async Task Day_ReadsNoRunThatWasOverBefore()
    {
        await RunAsync("a", 1, Prepared(Monday), [Started(1, 0.10m, Monday), Completed(1, 0.04m, Monday)]);
        var reading = new SpendHistory(index, campaigns, new Unreadable(runs, new RunKey("a", "task_01", 1)));
        await CampaignAsync("a", 1, Monday, run => run with { Status = RunStatus.Finished, StartedAt = Monday, WallMs = 60_000 });

        (await reading.ReadAsync(new BudgetKey.Day(new DateOnly(2026, 11, 24)), 1m, CancellationToken.None)).SettledUsd.ShouldBe(0m);
        await Should.ThrowAsync<IOException>(() => reading.ReadAsync(new BudgetKey.Day(new DateOnly(2026, 11, 23)), 1m, CancellationToken.None));
    }

    [Fact]
    public async Task Refresh_FindsALostLastReport_AndLeavesAReservationForACallThatIsNotRecordedYet()
    {
        await RunAsync("a", 1, Prepared(Tuesday), [Started(1, 3m, Tuesday)]);
        await RunAsync("a", 2, Prepared(Tuesday), []);
        await CampaignAsync("a", 3, Tuesday);
        var key = new BudgetKey.Campaign("a");
        var budget = await history.ReadAsync(key, null, CancellationToken.None);
        var waits = new RunKey("a", "task_01", 2);
        budget.Reserve(waits, new RunSpend(3, 0m, 0m), 1m).ShouldBeOfType<BudgetAnswer.Reserved>();
        var third = new RunKey("a", "task_01", 3);
        budget.Reserve(third, new RunSpend(1, 0m, 0m), 2m).ShouldBeOfType<BudgetAnswer.Wait>();

        var call = Completed(1, 0.5m, Tuesday) with { Seq = 5 };
        await runs.AppendAsync(new RunKey("a", "task_01", 1), 4, [call], CancellationToken.None);
        await history.RefreshAsync(budget, key, CancellationToken.None);

        (budget.SettledUsd, budget.ReservedUsd).ShouldBe((0.5m, 1m));
        budget.Reserve(third, new RunSpend(1, 0m, 0m), 2m).ShouldBeOfType<BudgetAnswer.Reserved>();
    }

    [Theory]
    [InlineData("2026-11-24-m-suite")]
    [InlineData("day/2026-11-24")]
    public void Key_IsReadBackAsItWasWritten(string key) => BudgetKey.Parse(key).ToString().ShouldBe(key);

    private static RunEvent[] Prepared(DateTimeOffset at) =>
    [
        new Scenario([], new MemoryWorld("")).Created() with { At = at },
        new RunClaimed(1, "h", "memory") { At = at },
        new WorkspaceSaved(new WorkspaceTree(BlobId.Of("tree"u8), 1, 1), null) { At = at },
    ];

    private static ModelCallStarted Started(int call, decimal reserved, DateTimeOffset at) => new(call, 1, "sha256-r", reserved, false, 0) { At = at };

    private static ModelCallCompleted Completed(int call, decimal cost, DateTimeOffset at) =>
        new(call, 1, StoredText.Inline("done"), null, [], "stop", new TokenUsage(1, 1), cost, 1, null, null) { At = at };

    private async Task RunAsync(string campaign, int n, RunEvent[] prepared, RunEvent[] calls) => await runs.AppendAsync(
        new RunKey(campaign, "task_01", n), 0, [.. prepared.Concat(calls).Select((e, i) => e with { Seq = i + 1 })], CancellationToken.None);

    private async Task CampaignAsync(string id, int count, DateTimeOffset at, Func<RunSummary, RunSummary>? change = null)
    {
        var model = new Scenario([], new MemoryWorld("")).Created().Model;
        var spec = new CampaignSpec(id, new SuiteReference("s", "sha256-s"), model, Harness.ArenaLoop, ["task_01"], count, 4, 5m, 0);
        ImmutableArray<CampaignEvent> events =
            [new CampaignCreated(spec), .. spec.RunsInOrder().Select(run => RunSummary.Waiting(run.Task, run.Repetition)).Select(run => new CampaignRunChanged(change?.Invoke(run) ?? run))];
        await index.AddAsync(id, CancellationToken.None);
        await campaigns.AppendAsync(id, 0, [.. events.Select((e, i) => e with { Seq = i + 1, At = at })], CancellationToken.None);
    }

    private sealed class Unreadable(IRunLog inner, RunKey key) : IRunLog
    {
        public ValueTask<bool> AppendAsync(RunKey run, long expected, ImmutableArray<RunEvent> events, CancellationToken cancellationToken) =>
            inner.AppendAsync(run, expected, events, cancellationToken);

        public ValueTask<ImmutableArray<RunEvent>> ReadAsync(RunKey run, long after, CancellationToken cancellationToken) =>
            run == key ? throw new IOException("It was read.") : inner.ReadAsync(run, after, cancellationToken);

        public IAsyncEnumerable<RunEvent> TailAsync(RunKey run, long after, CancellationToken cancellationToken) => inner.TailAsync(run, after, cancellationToken);
    }
}
