using System.Text.Json;
using Arena.Simulation;
using Arena.Simulation.Answers;

namespace Arena.OpenAISimulator;

/// <summary>
/// A model that reasons: each turn with tool calls begins with reasoning, which must come back with the calls as it was, or the
/// request is refused. That is what such models ask of a client.
/// </summary>
internal static class ReturningReasoning
{
    /// <summary>The answer with its reasoning.</summary>
    public static SimulatedAnswer Add(SimulatedAnswer answer, int turn) => answer with { Blocks = [new AnswerBlock.Reasoning(Thought(turn), null), .. answer.Blocks] };

    /// <summary>Refuses a conversation in which reasoning is missing or not as it was.</summary>
    public static void Check(JsonElement body)
    {
        var (turn, i) = (0, -1);
        foreach (var message in body.GetProperty("messages").EnumerateArray())
        {
            i++;
            if (message.GetProperty("role").GetString() != "assistant")
                continue;
            var hasCalls = message.TryGetProperty("tool_calls", out _);
            if (hasCalls && (!message.TryGetProperty("reasoning_content", out var reasoning) || reasoning.GetString() != Thought(turn)))
                throw new InvalidRequestException($"Missing or changed `reasoning_content` in the assistant message at message index {i}.");
            turn++;
        }
    }

    private static string Thought(int turn) => $"Turn {turn + 1}: \u201cwhat now\u201d \u2026 <{turn}> & more, enough of it for several pieces.";
}
