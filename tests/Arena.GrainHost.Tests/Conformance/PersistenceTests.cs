using Arena.GrainHost.Tests.Conformance.Grains;
using Orleans.Storage;

namespace Arena.GrainHost.Tests.Conformance;

public sealed class PersistenceTests : ConformanceTests
{
    private ITallyGrain Grain => Host.Client.GetGrain<ITallyGrain>(Key);

    [Fact]
    public async Task State_NeverWritten_IsNewAndHasNoRecord()
    {
        (await Grain.CountAsync()).ShouldBe(0);
        (await Grain.RecordAsync()).ShouldBe((false, false));
    }

    [Fact]
    public async Task State_Written_IsThereInTheNextActivation()
    {
        await Grain.AddAsync("a");
        await Grain.AddAsync("b");
        await Grain.DeactivateAsync();

        (await Grain.CountAsync()).ShouldBe(2);
        (await Grain.RecordAsync()).ShouldBe((true, true));
        Events.ShouldBe(["deactivate ApplicationRequested"]);
    }

    [Fact]
    public async Task State_NotWritten_IsGoneInTheNextActivation()
    {
        await Grain.AddAsync("a");
        await Grain.AddInMemoryAsync("b");
        await Grain.DeactivateAsync();

        (await Grain.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task State_Cleared_IsNewAgain()
    {
        await Grain.AddAsync("a");
        await Grain.ClearAsync();

        (await Grain.CountAsync()).ShouldBe(0);
        await Grain.DeactivateAsync();
        (await Grain.RecordAsync()).Record.ShouldBeFalse();
        await Grain.AddAsync("again");
        (await Grain.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task State_WrittenOverAChange_IsRefusedAndTheGrainStartsAfresh()
    {
        await Should.ThrowAsync<InconsistentStateException>(() => Grain.WriteStaleAsync());

        await Host.UntilAsync(() => Events.Count > 0, "the deactivation");
        Events.ShouldBe(["deactivate ApplicationError"]);
        (await Grain.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task States_OfDifferentKeys_AreApart()
    {
        await Grain.AddAsync("a");

        (await Host.Client.GetGrain<ITallyGrain>(Key + "/a").CountAsync()).ShouldBe(0);
    }
}
