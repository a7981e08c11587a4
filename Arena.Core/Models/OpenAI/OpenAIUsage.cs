using System.Text.Json;
using Arena.Core.Runs;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.OpenAI;

/// <summary>The tokens that a server tells.</summary>
internal static class OpenAIUsage
{
    /// <summary>Tokens; null, which is unknown, where they are missing or cannot be.</summary>
    /// <param name="usage">The member <c>usage</c>.</param>
    /// <param name="answered">Whether there was anything in the answer.</param>
    public static UsageDetails? Of(JsonElement usage, bool answered)
    {
        // No prompt is free of tokens, and no answer.
        if (usage.Number("prompt_tokens") is not ({ } input and > 0) || usage.Number("completion_tokens") is not ({ } output and >= 0) || (answered && output == 0))
            return null;
        var reasoning = usage.Member("completion_tokens_details").Number("reasoning_tokens");
        // Some servers count reasoning beside the completion, and only the total tells; it is output, and paid for as such.
        if (usage.Number("total_tokens") is { } total && total > input + output)
        {
            reasoning ??= total - input - output;
            output = total - input;
        }

        var prompt = usage.Member("prompt_tokens_details");
        var written = prompt.Number("cache_write_tokens");
        return new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = input + output,
            CachedInputTokenCount = prompt.Number("cached_tokens") ?? usage.Number("prompt_cache_hit_tokens"),
            ReasoningTokenCount = reasoning,
            AdditionalCounts = written is { } count ? new AdditionalPropertiesDictionary<long> { [ModelRequest.CacheWriteCount] = count } : null,
        };
    }
}
