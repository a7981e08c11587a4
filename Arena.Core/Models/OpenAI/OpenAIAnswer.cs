using System.Text.Json;
using Arena.Core.Runs;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.OpenAI;

/// <summary>What a server answered, in the form of the chat abstractions.</summary>
internal static class OpenAIAnswer
{
    // The names under which servers tell reasoning; the older one first, as those that send both mean the same by it.
    private static readonly string[] ReasoningFields = ["reasoning_content", "reasoning"];

    /// <summary>An answer that came in one piece.</summary>
    /// <param name="root">The document.</param>
    /// <param name="requestId">The server's id of the request.</param>
    /// <param name="reasoningField">The field in which reasoning goes back, where it does.</param>
    /// <exception cref="ModelCallException">It lacks what every answer has.</exception>
    public static ChatResponse Of(JsonElement root, string? requestId, string? reasoningField)
    {
        var choice = root.Member("choices").First();
        var message = choice.Member("message");
        if (message.ValueKind != JsonValueKind.Object)
            throw new ModelCallException(ModelFailureKind.Malformed, "The answer has no message.", mayBeBilled: true, requestId: requestId);
        var contents = new List<AIContent>();
        if (ReasoningOf(message, reasoningField) is var (thought, kept) && (thought.Length > 0 || kept is not null))
            contents.Add(Reasoning(thought, kept));
        var (text, aside) = TextOf(message);
        if (aside.Length > 0 && contents.Count == 0)
            contents.Add(Reasoning(aside, null));
        if (text.Length > 0)
            contents.Add(new TextContent(OpenAIJson.Whole(text)));
        var calls = new OpenAIToolCalls();
        calls.TakeWhole(message.Member("tool_calls"));
        contents.AddRange(calls.ToContents());
        return Of(contents, FinishOf(choice), root.Member("usage"), root.Text("model"), root.Text("id"), requestId);
    }

    /// <summary>An answer of parts that have been put together.</summary>
    public static ChatResponse Of(List<AIContent> contents, string? finish, JsonElement usage, string? servedModel, string? id, string? requestId) =>
        new(new ChatMessage(ChatRole.Assistant, contents))
        {
            FinishReason = finish is null ? null : new ChatFinishReason(finish),
            Usage = OpenAIUsage.Of(usage, answered: contents.Count > 0),
            ModelId = servedModel,
            ResponseId = id ?? requestId,
            AdditionalProperties = requestId is null ? null : new AdditionalPropertiesDictionary { [ModelRequest.RequestId] = requestId },
        };

    /// <summary>Why the model stopped, in the server's own word; null where it does not say (yet).</summary>
    public static string? FinishOf(JsonElement choice) => choice.Member("finish_reason") switch
    {
        { ValueKind: JsonValueKind.String } => choice.Text("finish_reason"),
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => null,
        var other => other.GetRawText(),
    };

    /// <summary>
    /// The reasoning of a message or of a piece of one: its text, and, where the card names a field whose value is more than a text,
    /// that value, which goes back as it came.
    /// </summary>
    public static (string Text, JsonElement? Kept) ReasoningOf(JsonElement message, string? field)
    {
        var kept = field is null ? default : message.Member(field);
        string? own = kept.ValueKind == JsonValueKind.String ? OpenAIJson.TextOf(kept) : null;
        foreach (var name in ReasoningFields)
            own = string.IsNullOrEmpty(own) ? message.Text(name) : own;
        return (own ?? "", kept.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? kept : null);
    }

    /// <summary>
    /// The text of a message or of a piece of one, and reasoning that stands among its parts. A refusal is what the model said, and
    /// counts as its text.
    /// </summary>
    public static (string Text, string Reasoning) TextOf(JsonElement message)
    {
        var content = message.Member("content");
        if (content.ValueKind == JsonValueKind.String && OpenAIJson.TextOf(content) is { Length: > 0 } plain)
            return (plain, "");
        var text = string.Concat(content.Items().Select(part => part.Text("text") ?? part.Text("refusal")));
        var reasoning = string.Concat(content.Items().Select(part => part.Text("thinking") ?? string.Concat(part.Member("thinking").Items().Select(piece => piece.Text("text")))));
        return (text.Length > 0 ? text : message.Text("refusal") ?? "", reasoning);
    }

    /// <summary>Reasoning, with what must go back in its place.</summary>
    public static TextReasoningContent Reasoning(string text, JsonElement? kept) =>
        new(OpenAIJson.Whole(text)) { ProtectedData = kept?.GetRawText() };

    /// <summary>A tool call whose arguments are the text that the model wrote.</summary>
    public static FunctionCallContent ToolCall(string? id, string? name, string arguments) =>
        ToolArguments.TryParse(arguments, out var parsed)
            ? new FunctionCallContent(id ?? "", name ?? "", ToolArguments.ToDictionary(parsed))
            : new FunctionCallContent(id ?? "", name ?? "", new Dictionary<string, object?>())
            {
                AdditionalProperties = new AdditionalPropertiesDictionary { [ModelRequest.RawArguments] = arguments },
            };
}
