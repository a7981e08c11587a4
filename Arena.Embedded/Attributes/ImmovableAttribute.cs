namespace Orleans.Placement;

/// <summary>Keeps an activation where it is. In one process there is nowhere to go, so it has no effect here.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ImmovableAttribute(ImmovableKind kind = ImmovableKind.Any) : Attribute
{
    public ImmovableKind Kind { get; } = kind;
}
