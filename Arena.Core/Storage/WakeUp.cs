namespace Arena.Core.Storage;

/// <summary>Tells waiting readers that a log has grown. A reader takes the signal, reads, and only then waits, so none is missed.</summary>
public sealed class WakeUp
{
    private TaskCompletionSource source = New();

    /// <summary>Completes at the next <see cref="Signal"/> after this was read.</summary>
    public Task Next => Volatile.Read(ref source).Task;

    /// <summary>Wakes everybody who waits.</summary>
    public void Signal()
    {
        // Most logs have no live reader; then there is nothing to replace.
        Interlocked.Exchange(ref source, New()).TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
