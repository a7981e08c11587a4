using System.Collections.Frozen;
using System.Reflection;
using Orleans.Runtime;

namespace Arena.Embedded.Runtime;

/// <summary>A grain interface: its methods and the prototype of its references.</summary>
internal sealed class GrainInterface
{
    private static readonly MethodInfo CreateProxy =
        typeof(DispatchProxy).GetMethod(nameof(DispatchProxy.Create), 2, Type.EmptyTypes)!;

    private readonly FrozenDictionary<MethodInfo, GrainMethod> methods;
    private readonly Lazy<GrainReference> prototype;

    public GrainInterface(Type type, TimeSpan defaultTimeout)
    {
        Type = type;
        methods = MethodsOf(type).ToFrozenDictionary(m => m, m => GrainMethod.Create(m, defaultTimeout));
        prototype = new(() => (GrainReference)CreateProxy.MakeGenericMethod(type, typeof(GrainReference)).Invoke(null, null)!);
    }

    public Type Type { get; }

    public IEnumerable<GrainMethod> Methods => methods.Values;

    public static IEnumerable<MethodInfo> MethodsOf(Type type) => type.GetInterfaces().Append(type)
        .SelectMany(i => i.GetMethods(BindingFlags.Public | BindingFlags.Instance));

    public GrainMethod Method(MethodInfo method) => methods[method];

    public GrainReference Reference(EmbeddedSilo silo, GrainClass target, GrainId id) =>
        prototype.Value.For(silo, target, this, id);
}
