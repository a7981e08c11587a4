using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Arena.Core.Tools;

namespace Arena.Core.Models.Dialects;

/// <summary>The JSON of the dialects that write calls in it.</summary>
internal static class DialectJson
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonElement NoArguments = JsonElement.Parse("{}");

    // A string of JSON ends at its quotation mark; a control character in it is no JSON any more.
    private static readonly SearchValues<char> InString =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    /// <summary>JSON on one line, readable as it is.</summary>
    public static string Write(JsonElement json) => JsonSerializer.Serialize(json, Compact);

    /// <summary>A text as JSON.</summary>
    public static string Write(string text) => JsonSerializer.Serialize(text, Compact);

    /// <summary>A value as JSON.</summary>
    public static JsonElement Element<T>(T value) => JsonSerializer.SerializeToElement(value, Compact);

    /// <summary>
    /// Where the JSON object ends that begins at a position: the brackets are counted, texts left alone. -1 where it never ends,
    /// or where something stands in it that is no JSON.
    /// </summary>
    public static int EndOf(string text, int at)
    {
        var depth = 0;
        for (var i = at; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '{' or '[':
                    depth++;
                    break;
                case '}' or ']':
                    if (--depth == 0)
                        return i + 1;
                    break;
                case '"':
                    if ((i = EndOfString(text, i + 1)) < 0)
                        return -1;
                    break;
                case ' ' or '\t' or '\r' or '\n' or ',' or ':' or '+' or '-' or '.' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or 'E':
                    break;
                default:
                    return -1;
            }
        }

        return -1;
    }

    /// <summary>Reads any JSON value.</summary>
    /// <returns>Why it cannot be read; null where it can.</returns>
    public static string? Read(string json, out JsonElement value)
    {
        value = default;
        if (ToolArguments.HasHalfCharacters(json))
            return "its JSON holds half of a character that takes two \\u escapes";
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            value = document.RootElement.Clone();
            return null;
        }
        catch (JsonException e)
        {
            return $"its JSON is broken: {e.Message}";
        }
    }

    /// <summary>Reads a call, an object with a name and arguments.</summary>
    /// <param name="json">The object.</param>
    /// <param name="nameKey">The key of the name.</param>
    /// <param name="raw">What a call that cannot be read holds instead.</param>
    public static DialectCall ReadCall(string json, string nameKey, string raw)
    {
        if (Read(json, out var call) is { } broken)
            return DialectCall.Malformed(NameIn(json, nameKey), raw, broken);
        var name = call.ValueKind == JsonValueKind.Object && call.TryGetProperty(nameKey, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
        if (string.IsNullOrEmpty(name))
            return DialectCall.Malformed(null, raw, $"\"{nameKey}\" is missing or no text");
        if (!call.TryGetProperty("arguments", out var arguments))
            return new DialectCall(name, NoArguments) { Written = raw };
        // Some write the object as a text that holds it, as the interface of OpenAI has it.
        if (arguments.ValueKind == JsonValueKind.String && Read(arguments.GetString()!, out var inner) is null)
            arguments = inner;
        return arguments.ValueKind == JsonValueKind.Object
            ? new DialectCall(name, arguments) { Written = raw }
            : DialectCall.Malformed(name, raw, "\"arguments\" must be an object");
    }

    /// <summary>The name in JSON that is broken, as far as it can be told; null where it cannot.</summary>
    public static string? NameIn(string json, string nameKey)
    {
        var key = json.IndexOf($"\"{nameKey}\"", StringComparison.Ordinal);
        if (key < 0)
            return null;
        var rest = json.AsSpan(key + nameKey.Length + 2).TrimStart();
        if (!rest.StartsWith(":"))
            return null;
        rest = rest[1..].TrimStart();
        if (!rest.StartsWith("\""))
            return null;
        rest = rest[1..];
        var end = rest.IndexOfAny(InString);
        return end > 0 && rest[end] == '"' ? rest[..end].ToString() : null;
    }

    private static int EndOfString(string text, int at)
    {
        while (at < text.Length)
        {
            var next = text.AsSpan(at).IndexOfAny(InString);
            if (next < 0)
                return -1;
            at += next;
            switch (text[at])
            {
                case '"':
                    return at;
                case '\\':
                    at += 2;
                    break;
                default:
                    return -1;
            }
        }

        return -1;
    }
}
