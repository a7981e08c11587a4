namespace Arena.Bench;

[Alias("bench.echo")]
public interface IEchoGrain : IGrainWithStringKey
{
    Task<int> EchoAsync(int number);
}
