using System.Text.Json;
using Amazon.BedrockRuntime.Model;
using Amazon.Runtime.Documents;

namespace Amazon.BedrockRuntime.Wire;

/// <summary>Reads the service's JSON. What is missing or null is null; what has the wrong type is an error, never a default.</summary>
internal static class WireJson
{
    /// <summary>As deep as the SDK reads, where the framework alone would stop at 64; a name that stands twice is an error.</summary>
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = 256, AllowDuplicateProperties = false };

    public static JsonElement? Object(JsonElement parent, string name) => Find(parent, name, JsonValueKind.Object);

    public static string? String(JsonElement parent, string name) => Find(parent, name, JsonValueKind.String)?.GetString();

    public static int? Int(JsonElement parent, string name) => Find(parent, name, JsonValueKind.Number)?.GetInt32();

    public static long? Long(JsonElement parent, string name) => Find(parent, name, JsonValueKind.Number)?.GetInt64();

    public static MemoryStream? Blob(JsonElement parent, string name) =>
        Find(parent, name, JsonValueKind.String) is { } text ? new MemoryStream(text.GetBytesFromBase64()) : null;

    public static Document Document(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? ToDocument(value) : default;

    public static TokenUsage Usage(JsonElement usage) => new()
    {
        InputTokens = Int(usage, "inputTokens"),
        OutputTokens = Int(usage, "outputTokens"),
        TotalTokens = Int(usage, "totalTokens"),
        CacheReadInputTokens = Int(usage, "cacheReadInputTokens"),
        CacheWriteInputTokens = Int(usage, "cacheWriteInputTokens"),
    };

    public static PromptRouterTrace? PromptRouter(JsonElement trace) => Object(trace, "promptRouter") is { } router
        ? new PromptRouterTrace { InvokedModelId = String(router, "invokedModelId") }
        : null;

    private static JsonElement? Find(JsonElement parent, string name, JsonValueKind kind)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == kind ? value : throw new JsonException($"'{name}' is {value.ValueKind}, not {kind}.");
    }

    private static Document ToDocument(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new Document(value.EnumerateObject().ToDictionary(property => property.Name, property => ToDocument(property.Value))),
        JsonValueKind.Array => new Document(value.EnumerateArray().Select(ToDocument).ToList()),
        JsonValueKind.String => new Document(value.GetString()),
        JsonValueKind.True => new Document(true),
        JsonValueKind.False => new Document(false),
        JsonValueKind.Number when value.TryGetInt32(out var number) => new Document(number),
        JsonValueKind.Number when value.TryGetInt64(out var number) => new Document(number),
        JsonValueKind.Number => new Document(value.GetDouble()),
        _ => default,
    };
}
