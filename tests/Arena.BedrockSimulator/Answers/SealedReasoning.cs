using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Arena.Simulation;
using Arena.Simulation.Answers;

namespace Arena.BedrockSimulator.Answers;

/// <summary>
/// A model that seals its reasoning: each turn with tool calls begins with a redacted and a signed part, and both must come back
/// in front of the calls as they were, or the request is refused. That is what such models ask of a client.
/// </summary>
internal static class SealedReasoning
{
    private static readonly byte[] Key = "arena simulated reasoning"u8.ToArray();

    /// <summary>The answer with its reasoning.</summary>
    public static SimulatedAnswer Add(SimulatedAnswer answer, int turn)
    {
        var thought = $"Turn {turn + 1}: \u201cwhat now\u201d \u2026 <{answer.Blocks.Length}> & more.";
        var first = new AnswerBlock.Redacted([.. SHA256.HashData(Encoding.UTF8.GetBytes($"hidden {turn}"))]);
        return answer with { Blocks = [first, new AnswerBlock.Reasoning(thought, Sign(thought)), .. answer.Blocks] };
    }

    /// <summary>Refuses a conversation in which a seal is broken or missing.</summary>
    public static void Check(JsonElement body)
    {
        var turn = 0;
        var i = -1;
        foreach (var message in body.GetProperty("messages").EnumerateArray())
        {
            i++;
            if (message.GetProperty("role").GetString() != "assistant")
                continue;
            var blocks = message.GetProperty("content").EnumerateArray().ToImmutableArray();
            foreach (var text in blocks.Select(ReasoningText).OfType<JsonElement>())
            {
                if (!text.TryGetProperty("signature", out var signature) || signature.GetString() != Sign(text.GetProperty("text").GetString()!))
                    throw new InvalidRequestException($"The model returned the following errors: messages.{i}.content: Invalid `signature` in `thinking` block");
            }

            var hidden = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"hidden {turn}")));
            var complete = blocks is [var redacted, var signed, ..] && Redacted(redacted) == hidden && ReasoningText(signed) is not null;
            if (!complete && blocks.Any(block => block.TryGetProperty("toolUse", out _)))
                throw new InvalidRequestException($"The model returned the following errors: messages.{i}.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`.");
            turn++;
        }
    }

    private static string Sign(string text) => Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(text)));

    private static JsonElement? ReasoningText(JsonElement block) =>
        block.TryGetProperty("reasoningContent", out var reasoning) && reasoning.TryGetProperty("reasoningText", out var text) ? text : null;

    private static string? Redacted(JsonElement block) =>
        block.TryGetProperty("reasoningContent", out var reasoning) && reasoning.TryGetProperty("redactedContent", out var content) ? content.GetString() : null;
}
