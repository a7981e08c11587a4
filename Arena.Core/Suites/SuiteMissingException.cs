using System.Collections.Immutable;

namespace Arena.Core.Suites;

/// <summary>No suite has the id that was asked for.</summary>
/// <param name="id">The id.</param>
/// <param name="existing">The suites that there are.</param>
public sealed class SuiteMissingException(string id, ImmutableArray<string> existing)
    : Exception($"There is no suite '{id}'; there are: {(existing.IsEmpty ? "none" : string.Join(", ", existing))}.")
{
    /// <summary>The suites that there are, in ordinal order.</summary>
    public ImmutableArray<string> Existing { get; } = existing;
}
