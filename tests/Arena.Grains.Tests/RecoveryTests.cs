using Arena.Core.Runs;
using Arena.Core.Tests;
using Arena.Core.Tests.Runs;

namespace Arena.Grains.Tests;

public sealed class RecoveryTests
{
    [Fact]
    public async Task Restart_WithACallUnderWayThatNeverCameBack_AbandonsItAndFinishes()
    {
        var calls = 0;
        await using var silo = new TestSilo { World = new MemoryWorld("x") };
        silo.Model = async (_, turn, cancellationToken) =>
        {
            // The second call of the first host hangs until that host gives it up.
            if (Interlocked.Increment(ref calls) == 2)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return turn == 0 ? "append x" : "done";
        };
        await silo.StartAsync();
        await silo.OrderAsync("c", repetitions: 1);
        await Deadline.Until(() => Task.FromResult(Volatile.Read(ref calls)), n => n == 2, "the second call");

        await silo.StopAsync();
        await silo.StartAsync();
        var state = await silo.UntilAsync("c", s => s.IsOver, "the end, with nobody asking for it");

        state!.Finished!.Passed.ShouldBe(1);
        calls.ShouldBe(3);
        var events = await silo.Runs.ReadAsync(new RunKey("c", "t1", 1), 0, CancellationToken.None);
        events.OfType<ModelCallCompleted>().Select(e => e.Call).ShouldBe([1, 2]);
        events.OfType<ModelCallAbandoned>().Single().Call.ShouldBe(2);
        events.OfType<RunClaimed>().Select(e => e.Epoch).ShouldBe([1, 2]);
        (await silo.RunAsync("c", 1)).Totals.UnsettledUsd.ShouldBeGreaterThan(0m);
    }

    [Fact]
    public async Task Restart_OfAPausedCampaign_LeavesItPaused()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var silo = new TestSilo { World = new MemoryWorld("") };
        silo.Model = async (_, _, _) =>
        {
            await go.Task;
            return "done";
        };
        await silo.StartAsync();
        await silo.OrderAsync("c", repetitions: 2, parallel: 1);
        await Deadline.Until(() => silo.RunAsync("c", 1), run => run.OpenCall is not null, "a call under way");
        await silo.Grains.Campaign("c").PauseAsync("test");
        go.SetResult();
        await Deadline.Until(() => silo.RunAsync("c", 1), run => run.Paused, "the run to be held");

        await silo.StopAsync();
        await silo.StartAsync();
        (await silo.Grains.Campaign("c").PauseAsync("asked again")).ShouldBeTrue();
        (await silo.RunAsync("c", 1)).Finished.ShouldBeNull();
        (await silo.RunAsync("c", 2)).Created.ShouldBeNull();

        await silo.Grains.Campaign("c").ResumeAsync();
        (await silo.UntilAsync("c", s => s.IsOver, "the end"))!.Finished!.Passed.ShouldBe(2);
    }

    [Fact]
    public async Task Restart_WithAnotherVersionOfTheSuite_HoldsTheCampaignAndSaysWhy()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var silo = new TestSilo();
        silo.Model = async (_, _, cancellationToken) =>
        {
            await go.Task.WaitAsync(cancellationToken);
            return "done";
        };
        await silo.StartAsync();
        await silo.OrderAsync("c", repetitions: 1);
        await Deadline.Until(() => silo.RunAsync("c", 1), run => run.OpenCall is not null, "a call under way");
        await silo.StopAsync();
        var instruction = silo.SuiteFile("tasks/t1/instruction.md");
        var before = await File.ReadAllTextAsync(instruction);

        await File.WriteAllTextAsync(instruction, "Do something else.");
        await silo.StartAsync();
        var held = await silo.UntilAsync("c", s => s.Paused, "the pause");
        held!.PausedBecause!.ShouldContain("suite small-v1 has changed");
        go.SetResult();

        await File.WriteAllTextAsync(instruction, before);
        await silo.Grains.Campaign("c").ResumeAsync();
        (await silo.UntilAsync("c", s => s.IsOver, "the end"))!.Finished!.Passed.ShouldBe(1);
    }
}
