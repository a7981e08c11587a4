using System.Reflection;
using Arena.Embedded.Runtime;

namespace Arena.Embedded.Hosting;

/// <summary>Where grain classes come from.</summary>
internal sealed class EmbeddedSiloOptions
{
    /// <summary>Assemblies to search besides those that are found.</summary>
    public HashSet<Assembly> Assemblies { get; } = [];

    /// <summary>If not null, these classes and no others.</summary>
    public Type[]? Only { get; set; }

    public IReadOnlyList<Type> FindGrainTypes() =>
        Only ?? [.. GrainTypes.Assemblies().Concat(Assemblies).Distinct().SelectMany(GrainTypes.ClassesOf)];
}
