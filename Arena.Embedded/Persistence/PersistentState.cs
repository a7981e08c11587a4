using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Arena.Embedded.Runtime;

/// <summary>A grain's state, bound to a named storage.</summary>
internal sealed class PersistentState<TState> : IPersistentState<TState>, IGrainState<TState>, IPersistedState
{
    public const string DefaultStorage = "Default";

    private readonly IGrainStorage storage;
    private readonly string name;
    private readonly GrainId grain;

    public PersistentState(Activation activation, PersistentStateAttribute attribute)
    {
        name = attribute.StateName;
        grain = activation.GrainId;
        storage = activation.ActivationServices.GetRequiredKeyedService<IGrainStorage>(attribute.StorageName ?? DefaultStorage);
    }

    public TState State { get; set; } = StateRecord.New<TState>();

    public string? ETag { get; set; }

    public string? Etag => ETag;

    public bool RecordExists { get; set; }

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        storage.ClearStateAsync(name, grain, this, cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        storage.WriteStateAsync(name, grain, this, cancellationToken);

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        storage.ReadStateAsync(name, grain, this, cancellationToken);
}
