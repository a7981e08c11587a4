using Arena.GrainHost.Tests.Conformance.Grains;

namespace Arena.GrainHost.Tests.Conformance;

public sealed class TurnTests : ConformanceTests
{
    private ITurnGrain Grain => Host.Client.GetGrain<ITurnGrain>(Key);

    [Fact]
    public async Task Call_WithRecord_ReturnsAnEqualOne()
    {
        var reading = new Reading("r", [1, 2, 3]) { At = DateTimeOffset.UnixEpoch };

        var copy = await Grain.CopyAsync(reading);

        copy.Name.ShouldBe("r");
        copy.Values.ShouldBe([1, 2, 3]);
        copy.At.ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Calls_SentInOrder_RunInOrder()
    {
        await Grain.EchoAsync("awake");
        var expected = Enumerable.Range(0, 200).ToArray();

        await Task.WhenAll(expected.Select(n => Grain.AppendAsync(n)));

        (await Grain.NumbersAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task Call_WhileAnotherAwaits_StartsAfterIt()
    {
        var first = Grain.WaitAsync("a");
        var second = Grain.WaitAsync("b");
        Gates.Open(Key, "b");
        await Host.UntilAsync(() => Events.Count > 0, "the first call");

        Gates.Open(Key, "a");
        await Task.WhenAll(first, second);

        Events.ShouldBe(["enter a", "leave a", "enter b", "leave b"]);
    }

    [Fact]
    public async Task AlwaysInterleave_WhileAnotherAwaits_RunsAtOnce()
    {
        var waiting = Grain.WaitAsync("a");
        await Host.UntilAsync(() => Events.Count > 0, "the first call");

        await Grain.NoteAsync("note");
        Gates.Open(Key, "a");
        await waiting;

        Events.ShouldBe(["enter a", "note", "leave a"]);
    }

    [Fact]
    public async Task Reentrant_WhileAnotherAwaits_RunsAtOnce()
    {
        var grain = Host.Client.GetGrain<IReentrantTurnGrain>(Key);
        var waiting = grain.WaitAsync("a");
        await Host.UntilAsync(() => Events.Count > 0, "the first call");

        await grain.NoteAsync("note");
        Gates.Open(Key, "a");
        await waiting;

        Events.ShouldBe(["enter a", "note", "leave a"]);
    }

    [Fact]
    public async Task ReadOnly_WithReadOnly_InterleavesButNotWithOthers()
    {
        var first = Grain.ReadAsync("a");
        var second = Grain.ReadAsync("b");
        await Host.UntilAsync(() => Events.Count == 2, "both reads");
        var write = Grain.WaitAsync("c");
        Gates.Open(Key, "c");

        Gates.Open(Key, "b");
        await second;
        Gates.Open(Key, "a");
        await Task.WhenAll(first, write);

        Events.ShouldBe(["enter a", "enter b", "leave b", "leave a", "enter c", "leave c"]);
    }

    [Fact]
    public async Task Continuation_AfterAwait_StaysOnTheActivationsScheduler() =>
        (await Grain.StaysOnSchedulerAsync()).ShouldBeTrue();

    [Fact]
    public async Task BackgroundTask_OfAGrain_SharesItsTurns()
    {
        await Grain.IncrementInBackgroundAsync(1000);
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Grain.IncrementAsync()));
        await Host.UntilAsync(() => Events.Contains("background done"), "the end of the background task");

        (await Grain.CounterAsync()).ShouldBe(2000);
    }

    [Fact]
    public async Task Exception_OfACall_ArrivesWithTypeMessageAndStack()
    {
        var direct = await Should.ThrowAsync<InvalidOperationException>(() => Grain.ThrowAsync("at once"));
        var later = await Should.ThrowAsync<KeyNotFoundException>(() => Grain.ThrowAfterAwaitAsync("later"));

        direct.Message.ShouldBe("at once");
        later.Message.ShouldBe("later");
        later.StackTrace!.ShouldContain(nameof(ITurnGrain.ThrowAfterAwaitAsync));
        (await Grain.EchoAsync("still there")).ShouldBe("still there");
    }

    [Fact]
    public async Task Cancellation_InAGrain_ArrivesAsCancellation() =>
        await Should.ThrowAsync<OperationCanceledException>(() => Grain.ThrowCancelledAsync());

    [Fact]
    public async Task OneWay_Call_ReturnsBeforeItIsDone()
    {
        await Grain.TellAsync("told");
        Events.ShouldBeEmpty();

        Gates.Open(Key, "tell");

        await Host.UntilAsync(() => Events.Count > 0, "the one-way call");
        Events.ShouldBe(["told"]);
    }

    [Fact]
    public async Task Reference_PassedToAnotherGrain_CallsBack()
    {
        var around = Host.Client.GetGrain<ITurnGrain>(Key + "-2");

        (await around.CallBackAsync(Grain)).ShouldBe("round");
    }

    [Fact]
    public async Task References_ToTheSameGrain_AreEqual()
    {
        Grain.ShouldBe(Host.Client.GetGrain<ITurnGrain>(Key));
        Grain.GetHashCode().ShouldBe(Host.Client.GetGrain<ITurnGrain>(Key).GetHashCode());
        Grain.Equals(Host.Client.GetGrain<ITurnGrain>(Key + "-2")).ShouldBeFalse();
        Grain.GetPrimaryKeyString().ShouldBe(Key);
        (await Grain.EchoAsync("x")).ShouldBe("x");
    }
}
