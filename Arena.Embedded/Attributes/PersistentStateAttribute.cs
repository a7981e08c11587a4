namespace Orleans.Runtime;

/// <summary>Binds a constructor parameter <see cref="IPersistentState{TState}"/> to a named state in a named storage.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    public string StateName { get; } = stateName;

    /// <summary>The name the storage was added under; null is the default storage.</summary>
    public string? StorageName { get; } = storageName;
}
