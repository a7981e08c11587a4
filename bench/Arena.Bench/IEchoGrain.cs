namespace Arena.Bench;

[Alias("bench.echo")]
public interface IEchoGrain : IGrainWithStringKey
{
    Task<int> EchoAsync(int number);

    /// <summary>How many echoes it has given: what was measured must have run.</summary>
    Task<long> EchoesAsync();
}
