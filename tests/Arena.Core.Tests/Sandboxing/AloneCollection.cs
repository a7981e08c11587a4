namespace Arena.Core.Tests.Sandboxing;

/// <summary>Tests that use up what other commands of the sandbox's user need, such as processes: they run while no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
