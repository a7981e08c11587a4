using System.Collections.Immutable;
using Arena.Core.Models;
using Arena.Core.Storage;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Core.Runs;

/// <summary>Turns what a chat client answered into the event that is recorded before anything uses it.</summary>
internal static class ModelResponse
{
    public static async ValueTask<ModelCallCompleted> ToEventAsync(
        ModelCallStarted started, ChatResponse response, RunState state, long latencyMs, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).ToList();
        var reasoning = string.Concat(contents.OfType<TextReasoningContent>().Select(content => content.Text));
        var usage = UsageOf(response.Usage);
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
            response.ResponseId);
    }

    private static TokenUsage UsageOf(UsageDetails? usage)
    {
        if (usage is null)
            return TokenUsage.Unknown;
        // A provider that tells prompt and output tokens but nothing of caches and reasoning had none of them to tell.
        return new TokenUsage(
            usage.InputTokenCount,
            usage.OutputTokenCount,
            usage.CachedInputTokenCount ?? 0,
            usage.AdditionalCounts?.TryGetValue("cacheWrite", out var written) == true ? written : 0,
            usage.ReasoningTokenCount ?? 0);
    }

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
