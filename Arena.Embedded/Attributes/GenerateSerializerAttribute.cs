namespace Orleans;

/// <summary>Marks a type that crosses a grain border. Its serialised members carry <see cref="IdAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Whether parameters of the primary constructor have ids by position. Default: true for records, false for others.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}
