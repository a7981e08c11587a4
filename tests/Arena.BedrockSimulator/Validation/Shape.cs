using System.Text.Json;
using Arena.BedrockSimulator.Wire;

namespace Arena.BedrockSimulator.Validation;

/// <summary>A request is not what the service takes.</summary>
internal sealed class InvalidRequestException(string message) : Exception(message)
{
    public WireError Error => WireError.Invalid(Message);
}

/// <summary>A JSON value that knows its place and is read as what it must be; a field that the service does not know is an error too.</summary>
internal readonly struct Shape(string path, JsonElement value)
{
    public string Path { get; } = path;

    public JsonElement Value { get; } = value;

    public Shape Object(params string[] allowed)
    {
        if (Value.ValueKind != JsonValueKind.Object)
            throw Wrong("must be an object");
        foreach (var property in Value.EnumerateObject())
        {
            if (!allowed.Contains(property.Name, StringComparer.Ordinal))
                throw Wrong($"has the unknown member '{property.Name}'");
        }

        return this;
    }

    /// <summary>The one member of a union.</summary>
    public Shape Union(out string member, params string[] allowed)
    {
        Object(allowed);
        var members = Value.EnumerateObject().ToList();
        if (members.Count != 1)
            throw Wrong($"must have exactly one member of {string.Join(", ", allowed)}, and has {members.Count}");
        member = members[0].Name;
        return new Shape($"{Path}.{member}", members[0].Value);
    }

    public Shape Required(string name) => Optional(name) ?? throw new InvalidRequestException($"Value at '{Name(name)}' failed to satisfy constraint: Member must not be null");

    public Shape? Optional(string name) =>
        Value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? new Shape(Name(name), member) : null;

    public IReadOnlyList<Shape> List(int least = 0, int most = int.MaxValue)
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Wrong("must be a list");
        var path = Path;
        var items = Value.EnumerateArray().Select((item, i) => new Shape($"{path}.{i}", item)).ToList();
        return items.Count >= least && items.Count <= most ? items : throw Wrong($"must have {least} to {most} items, and has {items.Count}");
    }

    public string String(int least = 0, int most = int.MaxValue)
    {
        if (Value.ValueKind != JsonValueKind.String)
            throw Wrong("must be a text");
        var text = Value.GetString()!;
        return text.Length >= least && text.Length <= most ? text : throw Wrong($"must have {least} to {most} characters, and has {text.Length}");
    }

    public void Number(double least, double most)
    {
        if (Value.ValueKind != JsonValueKind.Number || Value.GetDouble() < least || Value.GetDouble() > most)
            throw Wrong($"must be a number from {least} to {most}");
    }

    public void OneOf(params string[] allowed)
    {
        if (!allowed.Contains(String(), StringComparer.Ordinal))
            throw Wrong($"must be one of {string.Join(", ", allowed)}");
    }

    public InvalidRequestException Wrong(string how) => new($"1 validation error detected: Value at '{Path}' {how}.");

    private string Name(string member) => Path.Length == 0 ? member : $"{Path}.{member}";
}
