using System.Text.Json;

namespace Arena.Core.Tools;

/// <summary>
/// Checks arguments against the part of JSON schema that tools use: <c>type</c>, <c>properties</c>, <c>required</c>,
/// <c>additionalProperties: false</c>, <c>enum</c>, <c>minimum</c>, <c>maximum</c>, <c>minLength</c>, <c>items</c>.
/// </summary>
public static class ArgumentValidator
{
    /// <summary>Null where the arguments fit; else one sentence for the model that names the property, what is wrong and what is allowed.</summary>
    /// <param name="schema">The schema of a tool's arguments.</param>
    /// <param name="arguments">What the model sent.</param>
    public static string? Validate(JsonElement schema, JsonElement arguments)
    {
        try
        {
            return Validate(schema, arguments, "");
        }
        catch (InvalidOperationException)
        {
            // JSON can spell half a surrogate pair, which is no text.
            return "The arguments hold text that is not valid Unicode.";
        }
    }

    private static string? Validate(JsonElement schema, JsonElement value, string path)
    {
        var name = path.Length == 0 ? "The arguments" : $"'{path}'";
        if (schema.TryGetProperty("type", out var type) && !HasType(value, type.GetString()!))
            return $"{name} must be {Article(type.GetString()!)}, but {(path.Length == 0 ? "are" : "is")} {Kind(value)}.";
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => JsonElement.DeepEquals(a, value)))
            return $"{name} must be one of {string.Join(", ", allowed.EnumerateArray().Select(a => a.GetRawText()))}.";
        return value.ValueKind switch
        {
            JsonValueKind.Number => Number(schema, value, name),
            JsonValueKind.String when schema.TryGetProperty("minLength", out var least) && value.GetString()!.Length < least.GetInt32() =>
                $"{name} must have at least {least.GetInt32()} character{(least.GetInt32() == 1 ? "" : "s")}.",
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().Select((item, i) => Validate(items, item, $"{path}[{i}]")).FirstOrDefault(e => e is not null),
            JsonValueKind.Object => Object(schema, value, path),
            _ => null,
        };
    }

    private static string? Number(JsonElement schema, JsonElement value, string name)
    {
        // A double tells every bound that a schema of ours states; digits beyond it change no verdict.
        var number = value.GetDouble();
        if (schema.TryGetProperty("minimum", out var minimum) && number < minimum.GetDouble())
            return $"{name} must be at least {minimum.GetRawText()}, but is {value.GetRawText()}.";
        return schema.TryGetProperty("maximum", out var maximum) && number > maximum.GetDouble()
            ? $"{name} must be at most {maximum.GetRawText()}, but is {value.GetRawText()}."
            : null;
    }

    private static string? Object(JsonElement schema, JsonElement value, string path)
    {
        var known = schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal)
            : [];
        var closed = schema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.False;
        foreach (var property in value.EnumerateObject())
        {
            var inner = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (known.TryGetValue(property.Name, out var propertySchema))
            {
                if (Validate(propertySchema, property.Value, inner) is { } error)
                    return error;
            }
            else if (closed)
            {
                return $"'{inner}' is not an argument; allowed: {(known.Count == 0 ? "none" : string.Join(", ", known.Keys))}.";
            }
        }

        var missing = schema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Select(r => r.GetString()!).FirstOrDefault(r => !value.TryGetProperty(r, out _))
            : null;
        return missing is null ? null
            : $"'{(path.Length == 0 ? missing : $"{path}.{missing}")}' is missing; required: {string.Join(", ", required.EnumerateArray().Select(r => r.GetString()))}.";
    }

    private static bool HasType(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        // 3.0 is an integer to JSON schema, but nobody means it and no reader of ours takes it.
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new ArgumentException($"A tool's schema names the type '{type}', which does not exist.", nameof(type)),
    };

    private static string Article(string type) => type is "integer" or "array" or "object" ? "an " + type : "a " + type;

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => "the number " + value.GetRawText(),
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Null or JsonValueKind.Undefined => "null",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        _ => "a string",
    };
}
