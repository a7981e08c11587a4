using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Arena.Core.Runs;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.OpenAI;

/// <summary>
/// The body of a request, written field by field: the SDK's own types have no place for reasoning on its way back, for
/// <c>max_tokens</c>, or for fields of the card.
/// </summary>
internal static class OpenAIRequest
{
    /// <summary>The field for the output limit of OpenAI's reasoning models, which refuse the other one.</summary>
    public const string MaxCompletionTokens = "max_completion_tokens";

    /// <summary>The field that all other servers know.</summary>
    public const string MaxTokens = "max_tokens";

    // Readable as it is: prompts are long, and escapes in them would only be more bytes.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = false, MaxDepth = 256 };

    /// <summary>Writes the body.</summary>
    /// <param name="model">The model.</param>
    /// <param name="isOpenAI">Whether it goes to OpenAI's own service.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">Tools, limits and sampling.</param>
    /// <param name="metadata">What the request carries about its run; null for nothing.</param>
    public static BinaryData Write(
        ModelReference model, bool isOpenAI, IEnumerable<ChatMessage> messages, ChatOptions? options, IReadOnlyDictionary<string, string>? metadata)
    {
        var connection = model.Connection ?? ModelConnection.Default;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("model", model.ModelId);
            json.WriteStartArray("messages");
            foreach (var message in messages)
                OpenAIMessages.Write(json, message, connection.ReasoningField);
            json.WriteEndArray();
            WriteTools(json, options?.Tools);
            WriteSampling(json, new Fields(connection.Extra), options, connection.MaxTokensField ?? (isOpenAI ? MaxCompletionTokens : MaxTokens));
            json.WriteBoolean("stream", connection.Streaming);
            if (connection.Streaming && new Fields(connection.Extra).Lacks("stream_options"))
            {
                // Without this a stream does not tell its tokens.
                json.WriteStartObject("stream_options");
                json.WriteBoolean("include_usage", true);
                json.WriteEndObject();
            }

            if (connection.Metadata && metadata is { Count: > 0 } && new Fields(connection.Extra).Lacks("metadata"))
                WriteMetadata(json, metadata);
            if (connection.Extra is { } extra)
            {
                foreach (var field in extra.EnumerateObject())
                    field.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return BinaryData.FromBytes(buffer.WrittenMemory);
    }

    private static void WriteTools(Utf8JsonWriter json, IList<AITool>? tools)
    {
        var declarations = (tools ?? []).OfType<AIFunctionDeclaration>().ToList();
        if (declarations.Count == 0)
            return;
        json.WriteStartArray("tools");
        foreach (var tool in declarations)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", tool.Name);
            if (!string.IsNullOrEmpty(tool.Description))
                json.WriteString("description", tool.Description);
            json.WritePropertyName("parameters");
            tool.JsonSchema.WriteTo(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSampling(Utf8JsonWriter json, Fields extra, ChatOptions? options, string maxTokensField)
    {
        if (options?.MaxOutputTokens is { } limit)
            json.WriteNumber(maxTokensField, limit);
        if (options?.Temperature is { } temperature && extra.Lacks("temperature"))
            json.WriteNumber("temperature", temperature);
        if (options?.TopP is { } topP && extra.Lacks("top_p"))
            json.WriteNumber("top_p", topP);
        if (options?.StopSequences is { Count: > 0 } stops && extra.Lacks("stop"))
        {
            json.WriteStartArray("stop");
            foreach (var stop in stops)
                json.WriteStringValue(stop);
            json.WriteEndArray();
        }
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject("metadata");
        foreach (var (key, value) in metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    // What the card says of a field wins over what Arena would say.
    private readonly struct Fields(JsonElement? extra)
    {
        public bool Lacks(string name) => extra?.TryGetProperty(name, out _) != true;
    }
}
