namespace Arena.Core.Models;

/// <summary>What a model costs from a day on, in US dollars per million tokens.</summary>
/// <param name="From">First day on which it holds.</param>
/// <param name="Input">Prompt tokens.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="CacheRead">Prompt tokens read from a cache; null where they cost what others cost.</param>
/// <param name="CacheWrite">Prompt tokens written to a cache; null where they cost what others cost.</param>
/// <param name="Source">Where the figures come from.</param>
public sealed record PriceTable(
    DateOnly From, decimal Input, decimal Output, decimal? CacheRead, decimal? CacheWrite, string Source)
{
    private const decimal Million = 1_000_000m;

    /// <summary>The price of a call in US dollars; null where its tokens are unknown.</summary>
    public decimal? CostOf(TokenUsage usage)
    {
        if (usage is not { Input: { } input, Output: { } output, CacheRead: { } read, CacheWrite: { } write })
            return null;
        return ((input - read - write) * Input
            + read * (CacheRead ?? Input)
            + write * (CacheWrite ?? Input)
            + output * Output) / Million;
    }

    /// <summary>The most that a call can cost in US dollars.</summary>
    /// <param name="promptTokens">An upper bound of its prompt tokens.</param>
    /// <param name="outputTokens">The most output tokens that it may produce.</param>
    public decimal WorstCase(long promptTokens, long outputTokens) =>
        (promptTokens * Math.Max(Input, Math.Max(CacheRead ?? 0, CacheWrite ?? 0)) + outputTokens * Output) / Million;
}
