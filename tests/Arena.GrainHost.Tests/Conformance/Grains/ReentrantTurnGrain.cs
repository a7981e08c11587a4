using Orleans.Concurrency;

namespace Arena.GrainHost.Tests.Conformance.Grains;

[Reentrant]
public sealed class ReentrantTurnGrain : Grain, IReentrantTurnGrain
{
    public async Task WaitAsync(string gate)
    {
        var key = this.GetPrimaryKeyString();
        Journal.Add(key, "enter " + gate);
        await Gates.Passage(key, gate);
        Journal.Add(key, "leave " + gate);
    }

    public Task NoteAsync(string entry)
    {
        Journal.Add(this.GetPrimaryKeyString(), entry);
        return Task.CompletedTask;
    }
}
