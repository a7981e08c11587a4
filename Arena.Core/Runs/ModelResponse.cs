using System.Collections.Immutable;
using Arena.Core.Models;
using Arena.Core.Storage;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Core.Runs;

/// <summary>Turns what a chat client answered into the event that is recorded before anything uses it.</summary>
internal static class ModelResponse
{
    private const long MostTokens = 1_000_000_000;

    public static async ValueTask<ModelCallCompleted> ToEventAsync(
        ModelCallStarted started, ChatResponse response, RunState state, long latencyMs, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).ToList();
        var reasoning = string.Concat(contents.OfType<TextReasoningContent>().Select(content => content.Text));
        var usage = UsageOf(response.Usage, reasoned: reasoning.Length > 0);
        var layout = TurnLayout.Of(contents);
        return new ModelCallCompleted(
            started.Call,
            started.Attempt,
            await StoredText.StoreAsync(string.Concat(contents.OfType<TextContent>().Select(content => content.Text)), blobs, cancellationToken),
            reasoning.Length == 0 ? null : await StoredText.StoreAsync(reasoning, blobs, cancellationToken),
            await ToolCallsAsync(contents.OfType<FunctionCallContent>(), state, started.Call, blobs, cancellationToken),
            response.FinishReason?.Value ?? "unknown",
            usage,
            state.Created!.Model.Prices?.CostOf(usage),
            latencyMs,
            response.ModelId,
            response.ResponseId,
            layout is null ? null : await StoredText.StoreAsync(layout, blobs, cancellationToken),
            response.AdditionalProperties?.TryGetValue(ModelRequest.RequestId, out string? requestId) == true ? requestId : null);
    }

    private static TokenUsage UsageOf(UsageDetails? details, bool reasoned)
    {
        if (details is null)
            return TokenUsage.Unknown;
        // A provider that tells prompt and output tokens but nothing of caches had none; reasoning that it shows but does not count is unknown.
        var usage = new TokenUsage(
            details.InputTokenCount,
            details.OutputTokenCount,
            details.CachedInputTokenCount ?? 0,
            details.AdditionalCounts?.TryGetValue(ModelRequest.CacheWriteCount, out var written) == true ? written : 0,
            details.ReasoningTokenCount ?? (reasoned ? null : 0));
        return IsPossible(usage) ? usage : TokenUsage.Unknown;
    }

    // What cannot be is not counted, or it would become money: below 0, parts larger than the whole, more than any model takes.
    private static bool IsPossible(TokenUsage usage) =>
        usage.Input is null or (>= 0 and <= MostTokens)
        && usage.Output is null or (>= 0 and <= MostTokens)
        && usage.CacheRead >= 0
        && usage.CacheWrite >= 0
        && !(usage.CacheRead + usage.CacheWrite > usage.Input)
        && usage.Reasoning is null or >= 0
        && !(usage.Reasoning > usage.Output);

    private static async ValueTask<ImmutableArray<ToolCall>> ToolCallsAsync(
        IEnumerable<FunctionCallContent> contents, RunState state, int call, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var taken = state.Conversation.OfType<ModelCallCompleted>()
            .SelectMany(turn => turn.ToolCalls).Select(tool => tool.Id).ToHashSet(StringComparer.Ordinal);
        var calls = ImmutableArray.CreateBuilder<ToolCall>();
        foreach (var content in contents)
        {
            // Some providers number tool calls anew in every response, or not at all; a result must still find its one call.
            var id = content.CallId;
            if (string.IsNullOrEmpty(id) || !taken.Add(id))
            {
                id = $"call_{call}_{calls.Count + 1}";
                taken.Add(id);
            }

            var text = content.AdditionalProperties?.TryGetValue(ModelRequest.RawArguments, out string? raw) == true && raw is not null
                ? raw
                : ToolArguments.ToText(content.Arguments);
            calls.Add(new ToolCall(id, content.Name, await StoredText.StoreAsync(text, blobs, cancellationToken)));
        }

        return calls.DrainToImmutable();
    }
}
