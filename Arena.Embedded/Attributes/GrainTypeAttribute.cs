namespace Orleans;

/// <summary>The stored name of a grain class. Default: the class name in lower case without its suffix "Grain".</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    internal string GrainType { get; } = grainType;
}
