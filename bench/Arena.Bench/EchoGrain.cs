namespace Arena.Bench;

public sealed class EchoGrain : Grain, IEchoGrain
{
    private long echoes;

    public Task<int> EchoAsync(int number)
    {
        echoes++;
        return Task.FromResult(number);
    }

    public Task<long> EchoesAsync() => Task.FromResult(echoes);
}
