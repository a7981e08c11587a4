using Orleans.Concurrency;

namespace Arena.GrainHost.Tests.Conformance.Grains;

[Alias("test.turns")]
public interface ITurnGrain : IGrainWithStringKey
{
    Task<string> EchoAsync(string text);

    ValueTask<Reading> CopyAsync(Reading reading);

    /// <summary>Notes "enter" and "leave" with the gate's name, and waits there in between.</summary>
    Task WaitAsync(string gate);

    [AlwaysInterleave]
    Task NoteAsync(string entry);

    [ReadOnly]
    Task ReadAsync(string gate);

    Task AppendAsync(int number);

    Task<int[]> NumbersAsync();

    /// <summary>Whether continuations come back to the scheduler the method started on, and that is its own.</summary>
    Task<bool> StaysOnSchedulerAsync();

    /// <summary>Starts a background task that increments the counter that often, a turn each.</summary>
    Task IncrementInBackgroundAsync(int times);

    Task IncrementAsync();

    Task<int> CounterAsync();

    Task ThrowAsync(string message);

    Task ThrowAfterAwaitAsync(string message);

    Task ThrowCancelledAsync();

    [OneWay]
    Task TellAsync(string entry);

    [ResponseTimeout("00:00:01")]
    Task WaitBrieflyAsync(string gate);

    /// <summary>Calls the other grain, which calls this one back.</summary>
    Task<string> CallAroundAsync(ITurnGrain other);

    Task<string> CallBackAsync(ITurnGrain caller);
}
