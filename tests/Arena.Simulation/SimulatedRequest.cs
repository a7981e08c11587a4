using System.Collections.Immutable;

namespace Arena.Simulation;

/// <summary>A request that arrived, whatever became of it.</summary>
/// <param name="Number">1, 2, ...: in the order of arrival, over all operations.</param>
/// <param name="RawPath">The path as it stood on the wire.</param>
/// <param name="Operation">The provider's name of the operation, for example <c>converse</c>, or empty where it is none.</param>
/// <param name="ModelId">The model id that it names; empty where it names none.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">The headers, in lower case; authorization is left out.</param>
public sealed record SimulatedRequest(
    int Number, string RawPath, string Operation, string ModelId, string Body, ImmutableDictionary<string, string> Headers)
{
    /// <summary>The status that it was answered with; 0 where the connection was closed before.</summary>
    public int Status { get; set; }

    /// <summary>What was done, in a few words.</summary>
    public string Outcome { get; set; } = "";
}
