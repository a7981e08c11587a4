using System.Globalization;
using System.Text.Json;

namespace Arena.Core.Tools;

/// <summary>Tool arguments between the text that a model wrote and the JSON object that a tool takes.</summary>
public static class ToolArguments
{
    // Compact: these texts are stored, sent again with every turn, and paid for.
    private static readonly JsonSerializerOptions Compact = new(Microsoft.Extensions.AI.AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the text; no text at all counts as an empty object. What holds half a character is no text and cannot be read.</summary>
    public static bool TryParse(string text, out JsonElement arguments)
    {
        arguments = default;
        if (HasHalfCharacters(text))
            return false;
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text, Strict);
            arguments = document.RootElement.Clone();
            return arguments.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether JSON spells one half of a surrogate pair without the other, which is valid JSON, but no text: it can be read and
    /// never written again.
    /// </summary>
    public static bool HasHalfCharacters(string json)
    {
        var high = -1;
        for (var i = json.IndexOf('\\'); i >= 0 && i + 1 < json.Length; i = json.IndexOf('\\', i + 2))
        {
            if (json[i + 1] != 'u' || i + 6 > json.Length
                || !ushort.TryParse(json.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                continue;
            }

            if (char.IsLowSurrogate((char)code))
            {
                if (high < 0 || high != i - 6)
                    return true;
                high = -1;
            }
            else if (high >= 0)
            {
                return true;
            }
            else if (char.IsHighSurrogate((char)code))
            {
                high = i;
            }
        }

        return high >= 0;
    }

    /// <summary>The object's properties, as the chat abstractions carry them.</summary>
    public static Dictionary<string, object?> ToDictionary(JsonElement arguments) =>
        arguments.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value);

    /// <summary>The text of arguments that came through the chat abstractions.</summary>
    public static string ToText(IDictionary<string, object?>? arguments) =>
        arguments is null or { Count: 0 } ? "{}" : JsonSerializer.Serialize(arguments, Compact);
}
