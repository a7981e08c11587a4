using System.Buffers;
using System.Text.Json;
using Amazon.BedrockRuntime.Model;
using Amazon.Runtime.Documents;

namespace Amazon.BedrockRuntime.Wire;

/// <summary>Requests as JSON. What is null is left out; a list that is empty is sent, as the real package does.</summary>
internal static class ConverseRequestWriter
{
    public static byte[] ToUtf8(ConverseRequestBase request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, request);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ConverseRequestBase request)
    {
        json.WriteStartObject();
        Document(json, "additionalModelRequestFields", request.AdditionalModelRequestFields);
        if (request.InferenceConfig is { } inference)
        {
            json.WriteStartObject("inferenceConfig");
            if (inference.MaxTokens is { } most)
                json.WriteNumber("maxTokens", most);
            List(json, "stopSequences", inference.StopSequences, static (json, text) => json.WriteStringValue(text));
            if (inference.Temperature is { } temperature)
                json.WriteNumber("temperature", temperature);
            if (inference.TopP is { } topP)
                json.WriteNumber("topP", topP);
            json.WriteEndObject();
        }

        List(json, "messages", request.Messages, Message);
        if (request.RequestMetadata is { } metadata)
        {
            json.WriteStartObject("requestMetadata");
            foreach (var (key, value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        List(json, "system", request.System, System);
        if (request.ToolConfig is { } config)
        {
            json.WriteStartObject("toolConfig");
            List(json, "tools", config.Tools, Tool);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, Message message)
    {
        json.WriteStartObject();
        List(json, "content", message.Content, Block);
        String(json, "role", message.Role?.Value);
        json.WriteEndObject();
    }

    private static void System(Utf8JsonWriter json, SystemContentBlock block)
    {
        json.WriteStartObject();
        CachePoint(json, block.CachePoint);
        String(json, "text", block.Text);
        json.WriteEndObject();
    }

    private static void Tool(Utf8JsonWriter json, Tool tool)
    {
        json.WriteStartObject();
        CachePoint(json, tool.CachePoint);
        if (tool.ToolSpec is { } specification)
        {
            json.WriteStartObject("toolSpec");
            String(json, "description", specification.Description);
            if (specification.InputSchema is { } schema)
            {
                json.WriteStartObject("inputSchema");
                Document(json, "json", schema.Json);
                json.WriteEndObject();
            }

            String(json, "name", specification.Name);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Block(Utf8JsonWriter json, ContentBlock block)
    {
        json.WriteStartObject();
        CachePoint(json, block.CachePoint);
        if (block.ReasoningContent is { } reasoning)
            Reasoning(json, reasoning);
        String(json, "text", block.Text);
        if (block.ToolResult is { } result)
        {
            json.WriteStartObject("toolResult");
            List(json, "content", result.Content, ResultBlock);
            String(json, "status", result.Status?.Value);
            String(json, "toolUseId", result.ToolUseId);
            json.WriteEndObject();
        }

        if (block.ToolUse is { } use)
        {
            json.WriteStartObject("toolUse");
            Document(json, "input", use.Input);
            String(json, "name", use.Name);
            String(json, "toolUseId", use.ToolUseId);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Reasoning(Utf8JsonWriter json, ReasoningContentBlock reasoning)
    {
        json.WriteStartObject("reasoningContent");
        if (reasoning.ReasoningText is { } text)
        {
            json.WriteStartObject("reasoningText");
            String(json, "signature", text.Signature);
            String(json, "text", text.Text);
            json.WriteEndObject();
        }

        if (reasoning.RedactedContent is { } redacted)
            json.WriteBase64String("redactedContent", redacted.ToArray());
        json.WriteEndObject();
    }

    private static void ResultBlock(Utf8JsonWriter json, ToolResultContentBlock block)
    {
        json.WriteStartObject();
        Document(json, "json", block.Json);
        String(json, "text", block.Text);
        json.WriteEndObject();
    }

    private static void CachePoint(Utf8JsonWriter json, CachePointBlock? point)
    {
        if (point is null)
            return;
        json.WriteStartObject("cachePoint");
        String(json, "type", point.Type?.Value);
        json.WriteEndObject();
    }

    private static void String(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void List<T>(Utf8JsonWriter json, string name, List<T>? items, Action<Utf8JsonWriter, T> write)
    {
        if (items is null)
            return;
        json.WriteStartArray(name);
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
    }

    private static void Document(Utf8JsonWriter json, string name, Document value)
    {
        // A document that was never set is null: it is left out.
        if (value.IsNull())
            return;
        json.WritePropertyName(name);
        Value(json, value);
    }

    private static void Value(Utf8JsonWriter json, Document value)
    {
        switch (value.Type)
        {
            case DocumentType.Bool:
                json.WriteBooleanValue(value.AsBool());
                break;
            case DocumentType.Int:
                json.WriteNumberValue(value.AsInt());
                break;
            case DocumentType.Long:
                json.WriteNumberValue(value.AsLong());
                break;
            case DocumentType.Double:
                json.WriteNumberValue(value.AsDouble());
                break;
            case DocumentType.String:
                json.WriteStringValue(value.AsString());
                break;
            case DocumentType.List:
                json.WriteStartArray();
                foreach (var item in value.AsList())
                    Value(json, item);
                json.WriteEndArray();
                break;
            case DocumentType.Dictionary:
                json.WriteStartObject();
                foreach (var (key, item) in value.AsDictionary())
                {
                    json.WritePropertyName(key);
                    Value(json, item);
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
