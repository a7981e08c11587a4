using System.Text.Json;

namespace Arena.Core.Tools;

/// <summary>Tool arguments between the text that a model wrote and the JSON object that a tool takes.</summary>
public static class ToolArguments
{
    // Compact: these texts are stored, sent again with every turn, and paid for.
    private static readonly JsonSerializerOptions Compact = new(Microsoft.Extensions.AI.AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the text; no text at all counts as an empty object.</summary>
    public static bool TryParse(string text, out JsonElement arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text, Strict);
            arguments = document.RootElement.Clone();
            return arguments.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            arguments = default;
            return false;
        }
    }

    /// <summary>The object's properties, as the chat abstractions carry them.</summary>
    public static Dictionary<string, object?> ToDictionary(JsonElement arguments) =>
        arguments.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value);

    /// <summary>The text of arguments that came through the chat abstractions.</summary>
    public static string ToText(IDictionary<string, object?>? arguments) =>
        arguments is null or { Count: 0 } ? "{}" : JsonSerializer.Serialize(arguments, Compact);
}
