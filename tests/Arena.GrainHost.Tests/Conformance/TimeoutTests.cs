using Arena.GrainHost.Tests.Conformance.Grains;

namespace Arena.GrainHost.Tests.Conformance;

public sealed class TimeoutTests : ConformanceTests
{
    private ITurnGrain Grain => Host.Client.GetGrain<ITurnGrain>(Key);

    [Fact]
    public async Task Call_OverTheResponseTimeout_FailsForTheCallerAndGoesOn()
    {
        var call = Grain.WaitAsync("a");

        await Should.ThrowAsync<TimeoutException>(() => Host.UntilAsync(call, "the timeout"));
        Events.ShouldBe(["enter a"]);
        Gates.Open(Key, "a");

        await Host.UntilAsync(() => Events.Count == 2, "the end of the call");
        (await Grain.EchoAsync("free again")).ShouldBe("free again");
    }

    [Fact]
    public async Task Call_WithItsOwnTimeout_FailsSooner()
    {
        var brief = Grain.WaitBrieflyAsync("a");
        var other = Host.Client.GetGrain<ITurnGrain>(Key + "-2").WaitAsync("b");

        await Should.ThrowAsync<TimeoutException>(() => Host.UntilAsync(brief, "the timeout"));

        other.IsCompleted.ShouldBeFalse();
        Gates.Open(Key + "-2", "b");
        await other;
    }

    [Fact]
    public async Task Calls_InACircle_EndInATimeout()
    {
        var call = Grain.CallAroundAsync(Host.Client.GetGrain<ITurnGrain>(Key + "-2"));

        await Should.ThrowAsync<TimeoutException>(() => Host.UntilAsync(call, "the timeout"));

        // The inner calls were sent a little later, so their time is up a little later.
        await Host.UntilAsync(Grain.EchoAsync("free again"), "the end of the circle");
    }
}
