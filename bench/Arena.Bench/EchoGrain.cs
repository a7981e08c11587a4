namespace Arena.Bench;

public sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<int> EchoAsync(int number) => Task.FromResult(number);
}
