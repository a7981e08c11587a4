namespace Arena.GrainHost.Tests.Conformance.Grains;

[GenerateSerializer, Alias("test.tally")]
public sealed class Tally
{
    [Id(0)]
    public int Count { get; set; }

    [Id(1)]
    public List<string> Names { get; set; } = [];
}
