using System.Text.Json.Serialization;

namespace Arena.Core.Models;

/// <summary>What a model costs from a day on, per million tokens.</summary>
/// <param name="From">First day on which it holds.</param>
/// <param name="Input">Prompt tokens.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="CacheRead">Prompt tokens read from a cache; null where they cost what others cost.</param>
/// <param name="CacheWrite">Prompt tokens written to a cache; null where they cost what others cost.</param>
/// <param name="Source">Where the figures come from.</param>
/// <param name="Currency">Three capital letters; null is <see cref="Usd"/>. Only US dollars are charged: a campaign pins no other table.</param>
public sealed record PriceTable(
    DateOnly From, decimal Input, decimal Output, decimal? CacheRead, decimal? CacheWrite, string Source, string? Currency = null)
{
    /// <summary>The currency that is charged.</summary>
    public const string Usd = "USD";

    private const decimal Million = 1_000_000m;

    /// <summary>Whether the figures are US dollars.</summary>
    [JsonIgnore]
    public bool IsUsd => Currency is null or Usd;

    /// <summary>The price of a call in US dollars; null where its tokens are unknown or the figures are of another currency.</summary>
    public decimal? CostOf(TokenUsage usage)
    {
        if (!IsUsd || usage is not { Input: { } input, Output: { } output, CacheRead: { } read, CacheWrite: { } write })
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
