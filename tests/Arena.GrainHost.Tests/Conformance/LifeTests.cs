using Arena.GrainHost.Tests.Conformance.Grains;

namespace Arena.GrainHost.Tests.Conformance;

public sealed class LifeTests : ConformanceTests
{
    private ILifeGrain Grain => Host.Client.GetGrain<ILifeGrain>(Key);

    [Fact]
    public async Task Calls_ToOneKey_ShareOneActivation()
    {
        var activations = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Grain.ActivationAsync()));

        activations.ShouldAllBe(n => n == 1);
        Events.ShouldBe(["activate"]);
    }

    [Fact]
    public async Task Activation_ThatFails_FailsTheCallAndTheNextTriesAgain()
    {
        var grain = Host.Client.GetGrain<ILifeGrain>("fails-once-" + Key);

        var failure = await Should.ThrowAsync<Exception>(() => grain.ActivationAsync());

        failure.ToString().ShouldContain("not the first time");
        (await grain.ActivationAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task DeactivateOnIdle_InARequest_TakesEffectAfterIt()
    {
        var request = Grain.DeactivateThenWaitAsync("a");
        await Host.UntilAsync(() => Events.Contains("asked"), "the request");
        var next = Grain.ActivationAsync();
        next.IsCompleted.ShouldBeFalse();

        Gates.Open(Key, "a");
        await request;

        (await next).ShouldBe(2);
        Events.ShouldBe(["activate", "asked", "request done", "deactivate ApplicationRequested", "activate"]);
    }

    [Fact]
    public async Task Activation_Unused_IsCollected()
    {
        await Grain.ActivationAsync();

        await Host.UntilAsync(() => Events.Count == 2, "the deactivation");

        Events.ShouldBe(["activate", "deactivate ActivationIdle"]);
    }

    [Fact]
    public async Task Activation_WithARequestInProgress_IsNotCollected()
    {
        var request = Grain.WaitAsync("a");
        await Host.UntilAsync(() => Events.Contains("enter a"), "the request");

        await Host.PassAsync(GrainHost.CollectionAge * 0.4);
        await Host.PassAsync(GrainHost.CollectionAge * 0.8);
        Gates.Open(Key, "a");
        await request;

        Events.ShouldBe(["activate", "enter a", "leave a"]);
    }

    [Fact]
    public async Task DelayDeactivation_OfAnIdleActivation_KeepsIt()
    {
        await Grain.DelayDeactivationAsync(TimeSpan.FromHours(1));

        await Host.PassAsync(GrainHost.CollectionAge + (GrainHost.CollectionQuantum * 2));

        Events.ShouldBe(["activate"]);
    }

    [Fact]
    public async Task Stop_WithActivations_DeactivatesThem()
    {
        await Grain.ActivationAsync();

        await Host.StopAsync();

        Events.ShouldBe(["activate", "deactivate ShuttingDown"]);
    }

    [Fact]
    public async Task Deactivation_ThatHangs_SeesItsTokenFire()
    {
        await Grain.HoldDeactivationAsync();
        var stop = Host.StopAsync();
        await Host.UntilAsync(() => Events.Contains("deactivating"), "the deactivation");

        await Host.UntilAsync(stop, "the stop");

        await Host.UntilAsync(() => Events.Contains("token fired"), "the token");
    }

    [Fact]
    public async Task BackgroundTask_AfterACrash_RunsNoFurther()
    {
        await Grain.BeatAsync();
        await Host.UntilAsync(() => Events.Count > 3, "some beats");

        await Host.CrashAsync();
        await Host.StartAsync();
        (await Grain.ActivationAsync()).ShouldBe(2);
        await Host.PassAsync(TimeSpan.FromMilliseconds(200));

        Events[^1].ShouldBe("activate");
    }
}
