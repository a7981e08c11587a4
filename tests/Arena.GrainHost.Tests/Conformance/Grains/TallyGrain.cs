namespace Arena.GrainHost.Tests.Conformance.Grains;

public sealed class TallyGrain(
    [PersistentState("tally", GrainHost.Storage)] IPersistentState<Tally> tally,
    [PersistentState("tally", GrainHost.Storage)] IPersistentState<Tally> stale) : Grain, ITallyGrain
{
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Add(this.GetPrimaryKeyString(), "deactivate " + reason.ReasonCode);
        return Task.CompletedTask;
    }

    public async Task AddAsync(string name)
    {
        await AddInMemoryAsync(name);
        await tally.WriteStateAsync();
    }

    public Task AddInMemoryAsync(string name)
    {
        tally.State.Count++;
        tally.State.Names.Add(name);
        return Task.CompletedTask;
    }

    public Task<int> CountAsync() => Task.FromResult(tally.State.Count);

    public Task<(bool Record, bool Etag)> RecordAsync() => Task.FromResult((tally.RecordExists, tally.Etag is not null));

    public Task ClearAsync() => tally.ClearStateAsync();

    public async Task WriteStaleAsync()
    {
        await AddAsync("fresh");
        stale.State.Count = -1;
        await stale.WriteStateAsync();
    }

    public Task DeactivateAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
