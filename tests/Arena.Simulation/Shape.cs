using System.Text.Json;

namespace Arena.Simulation;

/// <summary>A JSON value that knows its place and is read as what it must be; a field that the service does not know is an error too.</summary>
public readonly struct Shape(string path, JsonElement value)
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

    public Shape Required(string name) => Optional(name) ?? throw InvalidRequestException.Missing(Name(name));

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

    public string OneOf(params string[] allowed) =>
        allowed.Contains(String(), StringComparer.Ordinal) ? String() : throw Wrong($"must be one of {string.Join(", ", allowed)}");

    public InvalidRequestException Wrong(string how) => InvalidRequestException.At(Path, how);

    private string Name(string member) => Path.Length == 0 ? member : $"{Path}.{member}";
}
