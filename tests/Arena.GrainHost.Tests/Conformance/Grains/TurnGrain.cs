namespace Arena.GrainHost.Tests.Conformance.Grains;

public sealed class TurnGrain : Grain, ITurnGrain
{
    private readonly List<int> numbers = [];
    private int counter;

    private string Key => this.GetPrimaryKeyString();

    public Task<string> EchoAsync(string text) => Task.FromResult(text);

    public ValueTask<Reading> CopyAsync(Reading reading) => new(reading);

    public async Task WaitAsync(string gate)
    {
        Journal.Add(Key, "enter " + gate);
        await Gates.Passage(Key, gate);
        Journal.Add(Key, "leave " + gate);
    }

    public Task NoteAsync(string entry)
    {
        Journal.Add(Key, entry);
        return Task.CompletedTask;
    }

    public Task ReadAsync(string gate) => WaitAsync(gate);

    public Task AppendAsync(int number)
    {
        numbers.Add(number);
        return Task.CompletedTask;
    }

    public Task<int[]> NumbersAsync() => Task.FromResult(numbers.ToArray());

    public async Task<bool> StaysOnSchedulerAsync()
    {
        var start = TaskScheduler.Current;
        await Task.Yield();
        var afterYield = TaskScheduler.Current;
        await Task.Run(static () => { });
        return start != TaskScheduler.Default && afterYield == start && TaskScheduler.Current == start;
    }

    public Task IncrementInBackgroundAsync(int times)
    {
        _ = LoopAsync();
        return Task.CompletedTask;

        async Task LoopAsync()
        {
            for (var i = 0; i < times; i++)
            {
                await Task.Yield();
                await IncrementAsync();
            }

            Journal.Add(Key, "background done");
        }
    }

    public Task IncrementAsync()
    {
        counter++; // unsynchronised on purpose: only turns protect it
        return Task.CompletedTask;
    }

    public Task<int> CounterAsync() => Task.FromResult(counter);

    public Task ThrowAsync(string message) => throw new InvalidOperationException(message);

    public async Task ThrowAfterAwaitAsync(string message)
    {
        await Task.Yield();
        throw new KeyNotFoundException(message);
    }

    public async Task ThrowCancelledAsync()
    {
        await Task.Yield();
        throw new OperationCanceledException("called off");
    }

    public async Task TellAsync(string entry)
    {
        await Gates.Passage(Key, "tell");
        Journal.Add(Key, entry);
    }

    public Task WaitBrieflyAsync(string gate) => WaitAsync(gate);

    public Task<string> CallAroundAsync(ITurnGrain other) => other.CallBackAsync(this.AsReference<ITurnGrain>());

    public Task<string> CallBackAsync(ITurnGrain caller) => caller.EchoAsync("round");
}
