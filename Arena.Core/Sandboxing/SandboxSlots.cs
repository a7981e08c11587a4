namespace Arena.Core.Sandboxing;

/// <summary>How many sandboxed commands run on this host at a time; the others wait.</summary>
/// <param name="count">At least 1; the number of processors where null.</param>
public sealed class SandboxSlots(int? count = null) : IDisposable
{
    private readonly SemaphoreSlim free = new(count ?? Environment.ProcessorCount);

    /// <summary>Waits for a slot, which is free again when the result is disposed.</summary>
    public async Task<IDisposable> AcquireAsync(CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        return new Slot(free);
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        private int released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
                free.Release();
        }
    }
}
