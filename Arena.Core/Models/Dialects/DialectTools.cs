using System.Text.Json;
using Arena.Core.Tools;

namespace Arena.Core.Models.Dialects;

/// <summary>What a parser knows of the tools that were offered: names, and the types of their parameters.</summary>
public sealed class DialectTools
{
    private readonly Dictionary<string, JsonElement> schemas;

    private DialectTools(Dictionary<string, JsonElement> schemas) => this.schemas = schemas;

    /// <summary>No tools at all.</summary>
    public static DialectTools None { get; } = new([]);

    /// <summary>The tools of a request.</summary>
    public static DialectTools Of(IEnumerable<ToolDeclaration> tools)
    {
        var schemas = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var tool in tools)
            schemas[tool.Name] = tool.Parameters;
        return new DialectTools(schemas);
    }

    /// <summary>Tools of which nothing but the name is known.</summary>
    public static DialectTools Named(IEnumerable<string> names) =>
        new(names.Distinct(StringComparer.Ordinal).ToDictionary(name => name, _ => default(JsonElement), StringComparer.Ordinal));

    /// <summary>Whether a tool of that name was offered.</summary>
    public bool Has(string tool) => schemas.ContainsKey(tool);

    /// <summary>Whether a tool declares a parameter.</summary>
    public bool Declares(string tool, string parameter) => TryFind(tool, parameter, out _);

    /// <summary>
    /// Whether a parameter's value is text: its schema allows text or says no type, or nothing is known of it.
    /// </summary>
    public bool IsText(string tool, string parameter)
    {
        if (!TryFind(tool, parameter, out var schema) || schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type))
            return true;
        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Any(one => one.ValueEquals("string"))
            : type.ValueKind != JsonValueKind.String || type.ValueEquals("string");
    }

    private bool TryFind(string tool, string parameter, out JsonElement schema)
    {
        schema = default;
        return schemas.TryGetValue(tool, out var all)
            && all.ValueKind == JsonValueKind.Object
            && all.TryGetProperty("properties", out var properties)
            && properties.ValueKind == JsonValueKind.Object
            && properties.TryGetProperty(parameter, out schema);
    }
}
