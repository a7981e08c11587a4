namespace Arena.Core.Sandboxing;

/// <summary>How many sandboxed commands run on this host at a time; the others wait.</summary>
/// <param name="count">At least 1; the number of processors where null.</param>
public sealed class SandboxSlots(int? count = null) : IDisposable
{
    private readonly SemaphoreSlim free = new(count ?? Environment.ProcessorCount);

    /// <summary>Waits for a slot, which is free again when the result is disposed.</summary>
    /// <param name="time">The clock that the wait is measured by.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<SandboxSlot> AcquireAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (await free.WaitAsync(TimeSpan.Zero, cancellationToken))
            return new SandboxSlot(free, TimeSpan.Zero);
        var from = time.GetTimestamp();
        await free.WaitAsync(cancellationToken);
        return new SandboxSlot(free, time.GetElapsedTime(from));
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();
}

/// <summary>A slot that is taken until it is disposed.</summary>
public sealed class SandboxSlot : IDisposable
{
    private readonly SemaphoreSlim free;
    private int released;

    internal SandboxSlot(SemaphoreSlim free, TimeSpan waited)
    {
        this.free = free;
        Waited = waited;
    }

    /// <summary>How long was waited for it; exactly zero where one was free.</summary>
    public TimeSpan Waited { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref released, 1) == 0)
            free.Release();
    }
}
