namespace Arena.GrainHost.Tests.Conformance;

/// <summary>The host this stack is tested with.</summary>
public static class GrainHosts
{
    public static GrainHost Create() => new Cluster.OrleansGrainHost();
}
