using System.Reflection;
using Arena.Embedded.Runtime;

namespace Orleans.Runtime;

/// <summary>
/// A reference to a grain: cheap, equal when it names the same grain, and free to be passed in grain calls.
/// A call through it makes a request and hands it to the grain's activation, which it remembers while that lives.
/// </summary>
public class GrainReference : DispatchProxy, IAddressable, IEquatable<GrainReference>
{
    private EmbeddedSilo silo = null!;
    private GrainClass grainClass = null!;
    private GrainInterface grainInterface = null!;
    private Activation? activation;

    public GrainId GrainId { get; private set; }

    public string InterfaceName => grainInterface.Type.FullName!;

    internal EmbeddedSilo Silo => silo;

    public bool Equals(GrainReference? other) => other is not null && GrainId == other.GrainId;

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"GrainReference:{GrainId}:{grainInterface.Type.Name}";

    /// <summary>Copies the prototype of an interface's proxy: far cheaper than making a proxy for each reference.</summary>
    internal GrainReference For(EmbeddedSilo owner, GrainClass target, GrainInterface type, GrainId id)
    {
        var reference = (GrainReference)MemberwiseClone();
        (reference.silo, reference.grainClass, reference.grainInterface, reference.GrainId) = (owner, target, type, id);
        return reference;
    }

    internal void Send(GrainRequest request)
    {
        var target = activation;
        if (target is null || !target.TryAccept(request))
            activation = silo.Dispatch(grainClass, GrainId, request);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        grainInterface.Method(targetMethod!).Call(this, args!);
}
