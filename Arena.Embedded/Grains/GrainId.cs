namespace Orleans.Runtime;

/// <summary>A grain's identity: its type and its key, written <c>type/key</c>.</summary>
public readonly record struct GrainId(GrainType Type, IdSpan Key)
{
    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    /// <summary>The inverse of <see cref="ToString"/>; the key may contain further slashes.</summary>
    public static GrainId Parse(string value)
    {
        var slash = value.IndexOf('/');
        return slash > 0
            ? Create(value[..slash], value[(slash + 1)..])
            : throw new FormatException($"'{value}' is not a grain id (type/key).");
    }

    public override string ToString() => $"{Type}/{Key}";
}
