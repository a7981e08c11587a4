using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Arena.Embedded.Runtime;

/// <summary>States in memory, for as long as the process lives. Values are kept serialised, so no object is shared.</summary>
internal sealed class MemoryGrainStorage() : GrainStorage(StateRecord.Json)
{
    private readonly ConcurrentDictionary<(string, GrainId), StateRecord> records = new();

    protected override Task<StateRecord?> LoadAsync(string stateName, GrainId grainId) =>
        Task.FromResult(records.GetValueOrDefault((stateName, grainId)));

    protected override Task SaveAsync(string stateName, GrainId grainId, StateRecord record)
    {
        records[(stateName, grainId)] = record;
        return Task.CompletedTask;
    }

    protected override void Delete(string stateName, GrainId grainId) => records.TryRemove((stateName, grainId), out _);
}
