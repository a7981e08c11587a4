namespace Orleans.Runtime;

/// <summary>The key part of a grain's identity.</summary>
public readonly record struct IdSpan(string Value)
{
    public static IdSpan Create(string value) => new(value);

    public override string ToString() => Value ?? "";
}
