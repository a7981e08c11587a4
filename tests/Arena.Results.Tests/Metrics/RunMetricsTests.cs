using System.Collections.Immutable;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Tests.Outcomes;
using Arena.Core.Tests.Runs;
using Arena.Core.Tools;
using Arena.Results.Metrics;

namespace Arena.Results.Tests.Metrics;

public sealed class RunMetricsTests
{
    private static readonly TokenUsage Cached = new(1000, 50, 400, 0, 20);

    [Fact]
    public void Of_AFinishedRun_CountsEveryKindOfCall()
    {
        var transcript = new Transcripts()
            .Call("a").Call("a").Denied().Call("b", outcome: ToolOutcome.Failed).Call("c", changes: true).Command("test").Answers();

        var metrics = RunMetrics.Of("task_01", 2, transcript.Events);

        metrics.ShouldBe(new RunMetrics(
            "task_01", 2, RunStatus.Running, null, null, 1,
            Turns: 7, ToolCalls: 6, ValidToolCalls: 5, InvalidToolCalls: 1, FailedToolCalls: 1, RedundantToolCalls: 1,
            PromptTokens: 70, CachedTokens: 0, OutputTokens: 14, ReasoningTokens: 0,
            CostUsd: 0.007m, UnsettledUsd: 0m,
            WallMs: metrics.WallMs, ModelMs: 2100, ToolMs: 25, WaitingMs: 0, WorkingMs: 2125, StepsToRecovery: 2, Signals: null));
        metrics.WallMs.ShouldBe((transcript.Events.Count() - 1) * 1000L);
    }

    [Fact]
    public void Of_SeveralAttempts_PaysForAllAndTellsTheLast()
    {
        var metrics = RunMetrics.Of("task_01", 1, Numbered(
        [
            Created(1), new RunClaimed(1, "h", "memory"), new WorkspaceSaved(Tree, null),
            Started(1, 1, 70), new ModelCallFailed(1, 1, ModelFailureKind.Unknown, "?", MayBeBilled: true, null, 30, null),
            Started(1, 2, 500), Completed(1, 2, Cached, 0.01m),
            new RunFinished(RunOutcome.InfrastructureError, null, "gone", 1, RunTotals.None),
            Created(2), new WorkspaceSaved(Tree, null),
            Started(2, 1, 5), Completed(2, 1, Cached, 0.02m),
            new RunAnswered(StoredText.Inline("done"), RunEnding.Answered), new RunChecked(true, [], null, 1),
            new RunFinished(RunOutcome.Passed, null, null, 2, RunTotals.None, new RunSignals(true, false, Recovery.None, null, 0, 0, false, Integrity.Clean, [])),
        ]));

        (metrics.Status, metrics.Outcome, metrics.Attempts).ShouldBe((RunStatus.Finished, RunOutcome.Passed, 2));
        (metrics.PromptTokens, metrics.CachedTokens, metrics.OutputTokens, metrics.ReasoningTokens).ShouldBe((2000, 800, 100, 40));
        (metrics.CostUsd, metrics.UnsettledUsd).ShouldBe((0.03m, 0.5m));
        (metrics.Turns, metrics.ModelMs, metrics.WaitingMs, metrics.WorkingMs).ShouldBe((1, 700, 5, 700));
        metrics.Signals!.NoEngagement.ShouldBeTrue();
        metrics.StepsToRecovery.ShouldBeNull();
    }

    [Fact]
    public void Of_ACallWithoutUsage_LeavesTokensAndCostUnknown()
    {
        var metrics = RunMetrics.Of("task_01", 1, Numbered(
            [Created(1), new WorkspaceSaved(Tree, null), Started(1, 1, 0), Completed(1, 1, TokenUsage.Unknown, null)]));

        metrics.PromptTokens.ShouldBeNull();
        metrics.CachedTokens.ShouldBeNull();
        metrics.OutputTokens.ShouldBeNull();
        metrics.ReasoningTokens.ShouldBeNull();
        metrics.CostUsd.ShouldBeNull();
        metrics.Turns.ShouldBe(1);
    }

    [Fact]
    public void Of_ARunThatHasNotBegun_HasNoTimes()
    {
        var metrics = RunMetrics.Of("task_01", 3, []);

        (metrics.Status, metrics.Attempts, metrics.Turns, metrics.WallMs).ShouldBe((RunStatus.Waiting, 0, 0, null));
    }

    [Fact]
    public async Task ReadAsync_OfACampaign_GivesEveryRunInOrder()
    {
        var (index, log, runs) = (new InMemoryCampaignIndex(), new InMemoryCampaignLog(), new InMemoryRunLog());
        var model = Created(1).Model;
        var spec = new CampaignSpec("c", new SuiteReference("s", "sha256-s"), model, Harness.ArenaLoop, ["a", "b"], 2, 4, null, 0);
        await index.AddAsync("c", default);
        await log.AppendAsync("c", 0, [new CampaignCreated(spec) { Seq = 1, At = DateTimeOffset.UnixEpoch }], default);
        await runs.AppendAsync(new RunKey("c", "b", 1), 0, [Created(1) with { Seq = 1, At = DateTimeOffset.UnixEpoch }], default);
        var metrics = new CampaignMetrics(new CampaignReader(index, log, runs), runs);

        (await metrics.ReadAsync("none", default)).ShouldBeNull();
        (await metrics.ReadAsync("c", default))!.Value.Select(run => (run.Task, run.N, run.Status)).ShouldBe(
            [("a", 1, RunStatus.Waiting), ("a", 2, RunStatus.Waiting), ("b", 1, RunStatus.Running), ("b", 2, RunStatus.Waiting)]);
    }

    private static Core.Workspaces.WorkspaceTree Tree => new(BlobId.Of("tree"u8), 1, 1);

    private static RunCreated Created(int attempt) => new Scenario([], new MemoryWorld("")).Created(attempt);

    private static ModelCallStarted Started(int call, int attempt, long waited) => new(call, attempt, "sha256-r", 0.5m, false, waited);

    private static ModelCallCompleted Completed(int call, int attempt, TokenUsage usage, decimal? cost) =>
        new(call, attempt, StoredText.Inline("done"), null, [], "stop", usage, cost, 700, null, null);

    private static IEnumerable<RunEvent> Numbered(ImmutableArray<RunEvent> events) =>
        events.Select((e, i) => e with { Seq = i + 1, At = DateTimeOffset.UnixEpoch.AddSeconds(i) });
}
