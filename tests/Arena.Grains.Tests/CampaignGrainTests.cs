using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Tests;
using Arena.Core.Tests.Runs;

namespace Arena.Grains.Tests;

public sealed class CampaignGrainTests
{
    [Fact]
    public async Task Campaign_OfSeveralRuns_FinishesWithEveryVerdict()
    {
        await using var silo = new TestSilo { World = new MemoryWorld("x"), Model = (run, turn, _) => Task.FromResult(turn == 0 && run.Run != 2 ? "append x" : "done") };
        await silo.StartAsync();

        (await silo.OrderAsync("c", repetitions: 3)).Outcome.ShouldBe(OrderOutcome.Created);
        var state = await silo.UntilAsync("c", s => s.IsOver, "the end");

        state!.Finished!.Passed.ShouldBe(2);
        state.Finished.Total.ShouldBe(3);
        state.Runs[("t1", 2)].FailureMode.ShouldBe(FailureMode.WrongAnswer);
        state.Finished.CostUsd.ShouldBe(5 * 20m / 1_000_000m);
        (await silo.Grains.Task("c", "t1").GetStabilityAsync()).ShouldBe(new TaskStability(2, 1, true));
        var budget = await silo.Grains.Budget(new BudgetKey.Campaign("c")).GetAsync();
        budget.SettledUsd.ShouldBe(state.Finished.CostUsd!.Value);
        budget.ReservedUsd.ShouldBe(0m);
    }

    [Fact]
    public async Task Order_OnceMore_IsTheSameCampaign_AndOtherwiseAConflict()
    {
        await using var silo = new TestSilo();
        await silo.StartAsync();
        await silo.OrderAsync("c");

        (await silo.OrderAsync("c")).Outcome.ShouldBe(OrderOutcome.Same);
        (await silo.OrderAsync("c", repetitions: 5)).Outcome.ShouldBe(OrderOutcome.Conflict);
        (await silo.Grains.Campaign("d").OrderAsync(new CampaignOrder("none", "m", [], null, null, null, 0))).Message!.ShouldContain("small-v1");
        (await silo.Grains.Campaign("none").PauseAsync("test")).ShouldBeFalse();
        (await silo.UntilAsync("c", s => s.IsOver, "the end"))!.Spec!.Total.ShouldBe(2);
    }

    [Fact]
    public async Task Window_OfACampaign_IsNeverPassed()
    {
        var (now, most) = (0, 0);
        await using var silo = new TestSilo
        {
            Model = async (_, _, _) =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref now));
                await Task.Yield();
                Interlocked.Decrement(ref now);
                return "done";
            },
        };
        await silo.StartAsync();

        await silo.OrderAsync("c", repetitions: 30, parallel: 2);
        await silo.UntilAsync("c", s => s.IsOver, "the end");

        most.ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task Gate_OfAModel_HoldsTheCallsOfAllCampaigns()
    {
        var (now, most) = (0, 0);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var silo = new TestSilo
        {
            Model = async (_, _, _) =>
            {
                var mine = Interlocked.Increment(ref now);
                InterlockedMax(ref most, mine);
                if (mine == 3)
                    full.TrySetResult();
                await full.Task;
                Interlocked.Decrement(ref now);
                return "done";
            },
        };
        await silo.StartAsync();

        await silo.OrderAsync("a", repetitions: 8);
        await silo.OrderAsync("b", repetitions: 8);
        await silo.UntilAsync("a", s => s.IsOver, "the end of a");
        await silo.UntilAsync("b", s => s.IsOver, "the end of b");

        most.ShouldBe(3, "the card allows three calls at a time");
    }

    [Fact]
    public async Task InfrastructureFailure_IsReplacedByAFurtherAttempt_AndBothAreKept()
    {
        await using var silo = new TestSilo
        {
            Model = (run, _, _) => run.Attempt == 1 ? throw new ModelCallException(ModelFailureKind.AccessDenied, "no credentials") : Task.FromResult("done"),
        };
        await silo.StartAsync();

        await silo.OrderAsync("c", repetitions: 1);
        var state = await silo.UntilAsync("c", s => s.IsOver, "the end");

        state!.Finished!.Passed.ShouldBe(1);
        state.Runs[("t1", 1)].Attempts.ShouldBe(2);
        (await silo.RunAsync("c", 1)).Finished!.Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task InfrastructureThatStaysBroken_EndsTheRunAfterItsAttempts()
    {
        await using var silo = new TestSilo { Model = (_, _, _) => throw new ModelCallException(ModelFailureKind.NotFound, "no such model") };
        await silo.StartAsync();

        await silo.OrderAsync("c", repetitions: 1);
        var state = await silo.UntilAsync("c", s => s.IsOver, "the end");

        state!.Finished!.Passed.ShouldBe(0);
        var run = state.Runs[("t1", 1)];
        run.Outcome.ShouldBe(RunOutcome.InfrastructureError);
        run.Attempts.ShouldBe(3);
        run.Reason!.ShouldContain("no such model");
    }

    [Fact]
    public async Task Budget_OfACampaign_IsNeverPassedByItsRuns()
    {
        await using var silo = new TestSilo { Model = (_, turn, _) => Task.FromResult(turn < 3 ? "append x" : "done"), OutputTokens = 1000 };
        await silo.StartAsync();
        // Eighty calls would cost $0.08 in all, and each reserves about $0.005.
        await silo.OrderAsync("c", repetitions: 20, budget: 0.02m);
        var state = await silo.UntilAsync("c", s => s.IsOver, "the end");

        state!.Finished!.CostUsd!.Value.ShouldBeInRange(0.01m, 0.02m);
        state.Runs.Values.ShouldContain(run => run.FailureMode == FailureMode.BudgetExhausted);
    }

    [Fact]
    public async Task PauseResumeCancel_AreRecordedAndObeyed()
    {
        var calls = 0;
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var silo = new TestSilo
        {
            World = new MemoryWorld("x"),
            Model = async (_, turn, _) =>
            {
                Interlocked.Increment(ref calls);
                await go.Task;
                return turn == 0 ? "append x" : "done";
            },
        };
        await silo.StartAsync();
        // A pause is passed on by the campaign in its own time: on a busy machine the run may be over before, which proves nothing.
        var id = "";
        for (var again = 1; again <= 10; again++)
        {
            id = $"c{again}";
            (calls, go) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            await silo.OrderAsync(id, repetitions: 1);
            await Deadline.Until(() => Task.FromResult(Volatile.Read(ref calls)), n => n == 1, "a call under way");
            (await silo.Grains.Campaign(id).PauseAsync("test")).ShouldBeTrue();
            go.SetResult();
            if ((await Deadline.Until(() => silo.RunAsync(id, 1), run => run.Paused || run.IsOver, "the run to be held")).Paused)
                break;
        }

        (await silo.RunAsync(id, 1)).Paused.ShouldBeTrue("ten pauses came too late");
        (await silo.RunAsync(id, 1)).LastTurn.ShouldNotBeNull("the call under way was finished");

        (await silo.Grains.Campaign(id).ResumeAsync()).ShouldBeTrue();
        (await silo.UntilAsync(id, s => s.IsOver, "the end"))!.Finished!.Passed.ShouldBe(1);
        calls.ShouldBe(2);
        (await silo.Grains.Campaign(id).CancelAsync("late")).ShouldBeFalse();
    }

    [Fact]
    public async Task Cancel_BreaksOffWhatIsUnderWay()
    {
        await using var silo = new TestSilo
        {
            Model = async (_, _, cancellationToken) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return "";
            },
        };
        await silo.StartAsync();
        await silo.OrderAsync("c", repetitions: 4, parallel: 2);
        await Deadline.Until(() => silo.RunAsync("c", 2), run => run.OpenCall is not null, "a call under way");

        await silo.Grains.Campaign("c").CancelAsync("enough");
        var state = await silo.UntilAsync("c", s => s.IsOver, "the end");

        state!.Status.ShouldBe(CampaignStatus.Cancelled);
        state.Runs.Count.ShouldBe(2);
        state.Runs.Values.ShouldAllBe(run => run.Outcome == RunOutcome.Cancelled);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
