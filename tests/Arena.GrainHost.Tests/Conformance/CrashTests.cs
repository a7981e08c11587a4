using Arena.GrainHost.Tests.Conformance.Grains;

namespace Arena.GrainHost.Tests.Conformance;

public sealed class CrashTests : ConformanceTests
{
    private ITallyGrain Grain => Host.Client.GetGrain<ITallyGrain>(Key);

    [Fact]
    public async Task Crash_WithStoredAndUnstoredState_KeepsOnlyTheStored()
    {
        await Grain.AddAsync("stored");
        await Grain.AddInMemoryAsync("lost");

        await Host.CrashAsync();
        await Host.StartAsync();

        (await Grain.CountAsync()).ShouldBe(1);
        Events.ShouldBeEmpty("nothing was deactivated");
    }

    [Fact]
    public async Task Stop_ThenStart_FindsTheState()
    {
        await Grain.AddAsync("stored");

        await Host.StopAsync();
        await Host.StartAsync();
        await Grain.AddAsync("more");

        (await Grain.CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Crash_WithACallInProgress_FailsTheCall()
    {
        var call = Host.Client.GetGrain<ITurnGrain>(Key).WaitAsync("a");
        await Host.UntilAsync(() => Events.Count == 1, "the call");

        await Host.CrashAsync();

        await Should.ThrowAsync<Exception>(() => Host.UntilAsync(call, "the failure of the call"));
    }
}
