namespace Orleans.Runtime;

/// <summary>The stored name of a grain class.</summary>
public readonly record struct GrainType(string Value)
{
    public static GrainType Create(string value) => new(value);

    public override string ToString() => Value ?? "";
}
