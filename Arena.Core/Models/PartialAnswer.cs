namespace Arena.Core.Models;

/// <summary>What had been received of an answer when it was cut off. It is lost to the run, and may be billed.</summary>
/// <param name="Characters">Characters of text and reasoning.</param>
/// <param name="ToolFragments">Pieces of tool calls.</param>
public sealed record PartialAnswer(int Characters, int ToolFragments)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Characters} characters and {ToolFragments} tool fragments had been received";
}
