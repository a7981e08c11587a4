namespace Arena.GrainHost.Tests.Conformance.Grains;

[GenerateSerializer, Immutable, Alias("test.reading")]
public sealed record Reading([property: Id(0)] string Name, [property: Id(1)] IReadOnlyList<int> Values)
{
    [Id(2)]
    public DateTimeOffset? At { get; init; }
}
