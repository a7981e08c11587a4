using System.Globalization;
using System.Text.Json;
using Orleans.Storage;

namespace Arena.GrainHost.Tests.Cluster;

/// <summary>States that outlive a test cluster; Orleans' memory storage dies with the silos.</summary>
public sealed class SharedGrainStorage : IGrainStorage
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string, GrainId), (string Json, string Etag)> records = [];

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (gate)
        {
            grainState.RecordExists = records.TryGetValue((stateName, grainId), out var record);
            grainState.ETag = grainState.RecordExists ? record.Etag : null!;
            grainState.State = grainState.RecordExists
                ? JsonSerializer.Deserialize<T>(record.Json)!
                : Activator.CreateInstance<T>();
            return Task.CompletedTask;
        }
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (gate)
        {
            var stored = Check(stateName, grainId, grainState);
            var etag = (stored + 1).ToString(CultureInfo.InvariantCulture);
            records[(stateName, grainId)] = (JsonSerializer.Serialize(grainState.State), etag);
            grainState.ETag = etag;
            grainState.RecordExists = true;
            return Task.CompletedTask;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (gate)
        {
            Check(stateName, grainId, grainState);
            records.Remove((stateName, grainId));
            grainState.State = Activator.CreateInstance<T>();
            grainState.ETag = null!;
            grainState.RecordExists = false;
            return Task.CompletedTask;
        }
    }

    private long Check<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = records.TryGetValue((stateName, grainId), out var record) ? record.Etag : null;
        if (stored != grainState.ETag)
            throw new InconsistentStateException("The state has changed since it was read", stored ?? "none", grainState.ETag ?? "none");
        return stored is null ? 0 : long.Parse(stored, CultureInfo.InvariantCulture);
    }
}
