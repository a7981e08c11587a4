using Amazon.BedrockRuntime;
using Amazon.BedrockRuntime.Model;
using Arena.Core.Runs;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;
using WireUsage = Amazon.BedrockRuntime.Model.TokenUsage;

namespace Arena.Core.Models.Bedrock;

/// <summary>What the service answered, in the form of the chat abstractions.</summary>
internal static class BedrockAnswer
{
    /// <summary>An answer that came in one piece.</summary>
    /// <exception cref="ModelCallException">It lacks what every answer has.</exception>
    public static ChatResponse Of(ConverseResponse response)
    {
        var requestId = response.ResponseMetadata?.RequestId;
        if (response.Output?.Message is not { } message || response.StopReason is not { } reason)
        {
            throw new ModelCallException(
                ModelFailureKind.Malformed, "The answer has no message or no stop reason.", mayBeBilled: true, requestId: requestId);
        }

        return Of([.. (message.Content ?? []).Select(ToContent)], reason, response.Usage, response.Trace?.PromptRouter?.InvokedModelId, requestId);
    }

    /// <summary>An answer of parts that have been put together.</summary>
    public static ChatResponse Of(List<AIContent> contents, StopReason reason, WireUsage? usage, string? servedModel, string? requestId) =>
        new(new ChatMessage(ChatRole.Assistant, contents))
        {
            FinishReason = FinishOf(reason),
            Usage = UsageOf(usage, contents.Count > 0),
            ModelId = servedModel,
            ResponseId = requestId,
        };

    /// <summary>
    /// The stop reasons that have a name common to all providers get it; the others keep their own. None of them is a failure:
    /// a filtered, cut or malformed answer is what the model gave.
    /// </summary>
    public static ChatFinishReason FinishOf(StopReason reason) => reason.Value switch
    {
        "end_turn" => ChatFinishReason.Stop,
        "tool_use" => ChatFinishReason.ToolCalls,
        "max_tokens" => ChatFinishReason.Length,
        "content_filtered" => ChatFinishReason.ContentFilter,
        var other => new ChatFinishReason(other),
    };

    /// <summary>Tokens; null, which is unknown, where they are missing or cannot be. The service counts cached prompt tokens apart.</summary>
    public static UsageDetails? UsageOf(WireUsage? usage, bool answered)
    {
        if (usage is not { InputTokens: { } fresh and >= 0, OutputTokens: { } output and >= 0 })
            return null;
        var (read, written) = (usage.CacheReadInputTokens ?? 0, usage.CacheWriteInputTokens ?? 0);
        var input = (long)fresh + read + written;
        // No prompt is free of tokens, and no answer.
        if (read < 0 || written < 0 || input == 0 || (answered && output == 0))
            return null;
        return new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = input + output,
            CachedInputTokenCount = read,
            AdditionalCounts = new AdditionalPropertiesDictionary<long> { [ModelRequest.CacheWriteCount] = written },
        };
    }

    /// <summary>A tool call whose arguments are the text that the model wrote.</summary>
    public static FunctionCallContent ToolCall(string? id, string? name, string arguments) =>
        ToolArguments.TryParse(arguments, out var parsed)
            ? new FunctionCallContent(id ?? "", name ?? "", ToolArguments.ToDictionary(parsed))
            : new FunctionCallContent(id ?? "", name ?? "", new Dictionary<string, object?>())
            {
                AdditionalProperties = new AdditionalPropertiesDictionary { [ModelRequest.RawArguments] = arguments },
            };

    private static AIContent ToContent(ContentBlock block) => block switch
    {
        { Text: { } text } => new TextContent(text),
        { ToolUse: { } use } => ToolCall(use.ToolUseId, use.Name, use.Input.IsNull() ? "" : BedrockDocuments.ToJson(use.Input)),
        { ReasoningContent.RedactedContent: { } redacted } => new TextReasoningContent("") { ProtectedData = ReasoningSeal.Redacted(redacted.ToArray()) },
        { ReasoningContent.ReasoningText: { } reasoning } => new TextReasoningContent(reasoning.Text ?? "") { ProtectedData = ReasoningSeal.Signed(reasoning.Signature) },
        // A kind that Arena does not know; the transcript keeps that it was there.
        _ => new UnknownBlock(),
    };

    /// <summary>A part of an answer that Arena does not know.</summary>
    internal sealed class UnknownBlock : AIContent;
}
