namespace Arena.GrainHost.Tests.Conformance.Grains;

[Alias("test.tally-grain")]
public interface ITallyGrain : IGrainWithStringKey
{
    /// <summary>Counts and stores.</summary>
    Task AddAsync(string name);

    /// <summary>Counts and does not store.</summary>
    Task AddInMemoryAsync(string name);

    Task<int> CountAsync();

    /// <summary>Whether a record exists, and whether there is an etag.</summary>
    Task<(bool Record, bool Etag)> RecordAsync();

    Task ClearAsync();

    /// <summary>Writes the same record through a second, stale state.</summary>
    Task WriteStaleAsync();

    Task DeactivateAsync();
}
