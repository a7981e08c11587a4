using Arena.GrainHost.Tests.Conformance.Grains;

namespace Arena.GrainHost.Tests.Conformance;

public sealed class TimerTests : ConformanceTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    private ILifeGrain Grain => Host.Client.GetGrain<ILifeGrain>(Key);

    [Fact]
    public async Task Timer_WithPeriod_TicksAgainAndAgain()
    {
        await Grain.StartTimerAsync("t", Soon, Soon, interleave: false, keepAlive: false);

        await Host.UntilAsync(() => Ticks() >= 3, "three ticks");
    }

    [Fact]
    public async Task Timer_WithoutPeriod_TicksOnce()
    {
        await Grain.StartTimerAsync("t", Soon, Timeout.InfiniteTimeSpan, interleave: false, keepAlive: false);
        await Host.UntilAsync(() => Ticks() == 1, "the tick");

        await Host.PassAsync(Soon * 4);

        Ticks().ShouldBe(1);
    }

    [Fact]
    public async Task Timer_WhileARequestIsInProgress_Waits()
    {
        await Grain.StartTimerAsync("t", Soon, Soon, interleave: false, keepAlive: false);
        var request = Grain.WaitAsync("a");
        await Host.UntilAsync(() => Events.Contains("enter a"), "the request");
        var ticks = Ticks();

        await Host.PassAsync(Soon * 4);

        Ticks().ShouldBe(ticks);
        Gates.Open(Key, "a");
        await request;
        await Host.UntilAsync(() => Ticks() > ticks, "the tick after the request");
    }

    [Fact]
    public async Task Timer_ThatInterleaves_TicksDuringARequest()
    {
        await Grain.StartTimerAsync("t", Soon, Soon, interleave: true, keepAlive: false);
        var request = Grain.WaitAsync("a");
        await Host.UntilAsync(() => Events.Contains("enter a"), "the request");
        var ticks = Ticks();

        await Host.UntilAsync(() => Ticks() > ticks, "a tick during the request");

        Events.ShouldNotContain("leave a");
        Gates.Open(Key, "a");
        await request;
    }

    [Fact]
    public async Task Timer_WhoseTickIsInProgress_DoesNotTickAgain()
    {
        await Grain.HoldTicksAsync();
        await Grain.StartTimerAsync("t", Soon, Soon, interleave: true, keepAlive: false);
        await Host.UntilAsync(() => Ticks() == 1, "the first tick");

        await Host.PassAsync(Soon * 4);

        Ticks().ShouldBe(1);
        Gates.Open(Key, "tick");
        await Host.UntilAsync(() => Ticks() > 1, "the next tick");
    }

    [Fact]
    public async Task Timer_Changed_TicksAtItsNewTime()
    {
        await Grain.StartTimerAsync("t", Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, interleave: false, keepAlive: false);
        await Host.PassAsync(Soon * 2);
        Ticks().ShouldBe(0);

        await Grain.ChangeTimerAsync("t", Soon, Timeout.InfiniteTimeSpan);

        await Host.UntilAsync(() => Ticks() == 1, "the tick");
    }

    [Fact]
    public async Task Timer_WhoseTickFails_GoesOn()
    {
        await Grain.FailTicksAsync();
        await Grain.StartTimerAsync("t", Soon, Soon, interleave: false, keepAlive: false);

        await Host.UntilAsync(() => Ticks() >= 2, "a tick after the one that failed");
    }

    [Fact]
    public async Task Timer_Disposed_Stops()
    {
        await Grain.StartTimerAsync("t", Soon, Soon, interleave: false, keepAlive: false);
        await Host.UntilAsync(() => Ticks() >= 1, "a tick");
        await Grain.StopTimerAsync("t");
        var ticks = Ticks();

        await Host.PassAsync(Soon * 4);

        Ticks().ShouldBe(ticks);
    }

    [Fact]
    public async Task Timer_OfADeactivatedGrain_Stops()
    {
        await Grain.StartTimerAsync("t", Soon, Soon, interleave: false, keepAlive: false);
        await Grain.DeactivateAsync();
        await Host.UntilAsync(() => Events.Contains("deactivate ApplicationRequested"), "the deactivation");
        var ticks = Ticks();

        await Host.PassAsync(Soon * 4);

        Ticks().ShouldBe(ticks);
    }

    [Fact]
    public async Task Timer_WithoutKeepAlive_LetsTheGrainBeCollected()
    {
        await Grain.StartTimerAsync("t", Soon, Soon, interleave: false, keepAlive: false);

        await Host.UntilAsync(() => Events.Contains("deactivate ActivationIdle"), "the deactivation");
    }

    [Fact]
    public async Task Timer_WithKeepAlive_KeepsTheGrain()
    {
        await Grain.StartTimerAsync("t", Soon, Soon, interleave: false, keepAlive: true);

        await Host.PassAsync(GrainHost.CollectionAge + (GrainHost.CollectionQuantum * 2));

        Events.ShouldNotContain("deactivate ActivationIdle");
    }

    private int Ticks() => Journal.Count(Key, "tick t");
}
