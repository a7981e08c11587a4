using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Arena.Embedded.Runtime;

/// <summary>What the storages share: etags are compared and values serialised here; a subclass keeps the records.</summary>
internal abstract class GrainStorage(JsonSerializerOptions json) : IGrainStorage
{
    private readonly SemaphoreSlim[] stripes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        LockedAsync(stateName, grainId, async () =>
        {
            var record = await LoadAsync(stateName, grainId);
            grainState.State = record is null ? StateRecord.New<T>() : record.State.Deserialize<T>(json)!;
            grainState.ETag = record?.Etag;
            grainState.RecordExists = record is not null;
        });

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Serialised before anything is awaited: the grain may go on to change it.
        var state = JsonSerializer.SerializeToElement(grainState.State, json);
        return LockedAsync(stateName, grainId, async () =>
        {
            var etag = StateRecord.NextEtag(
                stateName, grainId, (await LoadAsync(stateName, grainId))?.Etag, grainState.ETag);
            await SaveAsync(stateName, grainId, new(StateRecord.Version, grainId.ToString(), stateName, etag, state));
            grainState.ETag = etag;
            grainState.RecordExists = true;
        });
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        LockedAsync(stateName, grainId, async () =>
        {
            StateRecord.NextEtag(stateName, grainId, (await LoadAsync(stateName, grainId))?.Etag, grainState.ETag);
            Delete(stateName, grainId);
            grainState.State = StateRecord.New<T>();
            grainState.ETag = null;
            grainState.RecordExists = false;
        });

    protected abstract Task<StateRecord?> LoadAsync(string stateName, GrainId grainId);

    protected abstract Task SaveAsync(string stateName, GrainId grainId, StateRecord record);

    protected abstract void Delete(string stateName, GrainId grainId);

    private async Task LockedAsync(string stateName, GrainId grainId, Func<Task> action)
    {
        var stripe = stripes[(uint)HashCode.Combine(stateName, grainId) % stripes.Length];
        await stripe.WaitAsync();
        try
        {
            await action();
        }
        finally
        {
            stripe.Release();
        }
    }
}
