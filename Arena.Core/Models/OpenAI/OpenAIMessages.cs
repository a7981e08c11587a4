using System.Text.Json;
using Arena.Core.Runs;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.OpenAI;

/// <summary>Messages in the form of chat completions: one for each result of a tool, and reasoning in the field that the card names.</summary>
internal static class OpenAIMessages
{
    /// <summary>Writes a message; the results of several tools become a message each.</summary>
    public static void Write(Utf8JsonWriter json, ChatMessage message, string? reasoningField)
    {
        if (message.Role == ChatRole.Tool)
        {
            foreach (var result in message.Contents.OfType<FunctionResultContent>())
                WriteResult(json, result);
        }
        else if (message.Role == ChatRole.Assistant)
        {
            WriteTurn(json, message, reasoningField);
        }
        else
        {
            json.WriteStartObject();
            json.WriteString("role", message.Role == ChatRole.System ? "system" : "user");
            json.WriteString("content", TextOf(message));
            json.WriteEndObject();
        }
    }

    private static void WriteTurn(Utf8JsonWriter json, ChatMessage message, string? reasoningField)
    {
        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        var text = TextOf(message);
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        // A turn of calls alone has no text; one with neither must still have something.
        if (text.Length == 0 && calls.Count > 0)
            json.WriteNull("content");
        else
            json.WriteString("content", text);
        if (reasoningField is not null)
            WriteReasoning(json, message, reasoningField);
        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in calls)
                WriteCall(json, call);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteReasoning(Utf8JsonWriter json, ChatMessage message, string field)
    {
        var parts = message.Contents.OfType<TextReasoningContent>().ToList();
        if (parts.FirstOrDefault(part => part.ProtectedData is not null) is { } kept)
        {
            json.WritePropertyName(field);
            json.WriteRawValue(kept.ProtectedData!);
        }
        else if (string.Concat(parts.Select(part => part.Text)) is { Length: > 0 } reasoning)
        {
            json.WriteString(field, reasoning);
        }
    }

    private static void WriteCall(Utf8JsonWriter json, FunctionCallContent call)
    {
        json.WriteStartObject();
        json.WriteString("id", call.CallId);
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", ProviderNames.Tool(call.Name));
        json.WriteString("arguments", ArgumentsOf(call));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Several servers read the arguments of earlier calls again and refuse the whole conversation where they are no JSON object. The
    // model sees what it wrote, beside the result that says what was wrong with it.
    private static string ArgumentsOf(FunctionCallContent call) =>
        call.AdditionalProperties?.TryGetValue(ModelRequest.RawArguments, out string? raw) == true && raw is not null
            ? ToolArguments.ToText(new Dictionary<string, object?> { ["invalid_json"] = raw })
            : ToolArguments.ToText(call.Arguments);

    private static void WriteResult(Utf8JsonWriter json, FunctionResultContent result)
    {
        json.WriteStartObject();
        json.WriteString("role", "tool");
        json.WriteString("tool_call_id", result.CallId);
        json.WriteString("content", result.Result is JsonElement element ? element.ToString() : result.Result?.ToString() ?? "");
        json.WriteEndObject();
    }

    private static string TextOf(ChatMessage message) => string.Concat(message.Contents.OfType<TextContent>().Select(content => content.Text));
}
