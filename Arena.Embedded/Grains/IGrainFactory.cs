namespace Orleans;

/// <summary>Makes references to grains. Making one activates nothing.</summary>
public interface IGrainFactory
{
    /// <param name="primaryKey">The key; any string that is not empty.</param>
    /// <param name="grainClassNamePrefix">Not needed here: a grain interface has exactly one class.</param>
    /// <exception cref="ArgumentException">No grain class implements the interface, or the key is empty.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;
}
