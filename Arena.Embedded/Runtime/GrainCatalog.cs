using System.Collections.Frozen;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Arena.Embedded.Runtime;

/// <summary>All grain classes and interfaces of the process, by type and by stored name.</summary>
internal sealed class GrainCatalog
{
    private readonly FrozenDictionary<Type, (GrainInterface Interface, GrainClass Class)> byInterface;
    private readonly FrozenDictionary<string, GrainClass> byName;

    public GrainCatalog(IReadOnlyCollection<Type> grainTypes, GrainCollectionOptions collection, TimeSpan responseTimeout)
    {
        var classes = grainTypes.Select(type => new GrainClass(type, collection)).ToArray();
        byName = classes.ToFrozenDictionary(c => c.Name);
        byInterface = classes
            .SelectMany(c => GrainTypes.InterfacesOf(c.Type).Select(i => (Interface: i, Class: c)))
            .ToFrozenDictionary(x => x.Interface, x => (new GrainInterface(x.Interface, responseTimeout), x.Class));
        ShortestTimeout = byInterface.Values.SelectMany(x => x.Interface.Methods).Select(m => m.Timeout)
            .Where(t => t > TimeSpan.Zero).Append(responseTimeout).Min();
    }

    /// <summary>The shortest time any caller waits for an answer.</summary>
    public TimeSpan ShortestTimeout { get; }

    public int Count => byName.Count;

    public (GrainInterface Interface, GrainClass Class) Find(Type type) => byInterface.TryGetValue(type, out var found)
        ? found
        : throw new ArgumentException($"No grain class of this process implements {type}.", nameof(type));

    public GrainClass? Find(GrainType name) => byName.GetValueOrDefault(name.Value);

    /// <summary>Any interface of the class, for a reference to an activation that does not say as what.</summary>
    public GrainInterface AnyInterface(GrainClass grainClass) =>
        byInterface.Values.First(x => ReferenceEquals(x.Class, grainClass)).Interface;
}
