using System.Text.Json.Serialization;

namespace Arena.Core.Models;

/// <summary>Tokens of one call or of many. Null is unknown, which is not 0; a sum with an unknown part is unknown.
/// In JSON an unknown number is null and never left out, where it could be read as 0.</summary>
/// <param name="Input">Prompt tokens, those read from or written to a cache included.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="CacheRead">Prompt tokens read from a cache.</param>
/// <param name="CacheWrite">Prompt tokens written to a cache.</param>
/// <param name="Reasoning">Output tokens spent on reasoning.</param>
public sealed record TokenUsage(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Input,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Output,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? CacheRead = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? CacheWrite = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Reasoning = 0)
{
    /// <summary>No tokens.</summary>
    public static TokenUsage None { get; } = new(0, 0);

    /// <summary>Nothing is known.</summary>
    public static TokenUsage Unknown { get; } = new(null, null, null, null, null);

    /// <summary>The sum of both.</summary>
    public static TokenUsage operator +(TokenUsage a, TokenUsage b) => new(
        a.Input + b.Input, a.Output + b.Output, a.CacheRead + b.CacheRead, a.CacheWrite + b.CacheWrite, a.Reasoning + b.Reasoning);
}
