using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Arena.Core.Runs;

/// <summary>
/// How a turn was composed, for providers that must get it back as it was: the order of its parts, and what the provider sealed
/// them with. Text and reasoning stand in the event once; a part only tells how many characters of it are its own. As JSON:
/// <c>[{"reasoning":120,"protected":"..."},{"text":34},{"tool":0}]</c>.
/// </summary>
public static class TurnLayout
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The layout of what a client answered; null where reasoning, text and tool calls came in this order, once and unsealed.</summary>
    public static string? Of(IEnumerable<AIContent> contents)
    {
        var parts = new List<Part>();
        var tools = 0;
        foreach (var content in contents)
        {
            parts.Add(content switch
            {
                TextReasoningContent reasoning => new Part(Reasoning: reasoning.Text.Length, Protected: reasoning.ProtectedData),
                TextContent text => new Part(Text: text.Text.Length),
                FunctionCallContent => new Part(Tool: tools++),
                _ => new Part(Other: content.GetType().Name),
            });
        }

        return IsPlain(parts) ? null : JsonSerializer.Serialize(parts, Json);
    }

    /// <summary>The parts of a turn in the order of its layout.</summary>
    /// <param name="layout">What <see cref="Of"/> gave.</param>
    /// <param name="text">The turn's text.</param>
    /// <param name="reasoning">The turn's reasoning.</param>
    /// <param name="tools">The turn's tool calls.</param>
    /// <exception cref="InvalidOperationException">The layout does not fit the turn: the transcript is damaged.</exception>
    public static ImmutableArray<AIContent> Compose(string layout, string text, string reasoning, IReadOnlyList<AIContent> tools)
    {
        var contents = ImmutableArray.CreateBuilder<AIContent>();
        var (textAt, reasoningAt) = (0, 0);
        try
        {
            foreach (var part in JsonSerializer.Deserialize<List<Part>>(layout, Json)!)
            {
                if (part.Text is { } length)
                    contents.Add(new TextContent(Take(text, ref textAt, length)));
                else if (part.Reasoning is { } thought)
                    contents.Add(new TextReasoningContent(Take(reasoning, ref reasoningAt, thought)) { ProtectedData = part.Protected });
                else if (part.Tool is { } tool)
                    contents.Add(tool >= 0 && tool < tools.Count ? tools[tool] : throw new JsonException($"There is no tool call {tool}."));
            }
        }
        catch (Exception e) when (e is JsonException or ArgumentOutOfRangeException)
        {
            throw new InvalidOperationException("The layout of a turn does not fit the turn: the transcript is damaged.", e);
        }

        return contents.DrainToImmutable();
    }

    private static string Take(string from, ref int at, int length)
    {
        var taken = from.Substring(at, length);
        at += length;
        return taken;
    }

    private static bool IsPlain(List<Part> parts)
    {
        var rank = -1;
        foreach (var part in parts)
        {
            var next = part switch { { Reasoning: not null } => 0, { Text: not null } => 1, { Tool: not null } => 2, _ => int.MaxValue };
            if (next == int.MaxValue || part.Protected is not null || next < rank || (next == rank && next != 2))
                return false;
            rank = next;
        }

        return true;
    }

    private sealed record Part(int? Reasoning = null, string? Protected = null, int? Text = null, int? Tool = null, string? Other = null);
}
