using Microsoft.Win32.SafeHandles;

namespace Arena.Core.Storage.Files;

/// <summary>
/// Makes files durable in groups. A write survives the death of the process at once (the operating system has it) and the death
/// of the machine after at most one interval. Blobs are flushed before the logs that name them.
/// </summary>
public sealed class GroupFlush : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim flushing = new(1, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;
    private HashSet<string> blobs = [];
    private HashSet<string> logs = [];

    /// <summary>Starts the flush loop.</summary>
    /// <param name="interval">At most so long may a write stay in the hands of the operating system; 1 s by default.</param>
    /// <param name="time">The clock.</param>
    public GroupFlush(TimeSpan? interval = null, TimeProvider? time = null)
    {
        loop = Task.Run(() => RunAsync(interval ?? TimeSpan.FromSeconds(1), time ?? TimeProvider.System));
    }

    /// <summary>A blob was written.</summary>
    public void BlobWritten(string path)
    {
        lock (gate)
            blobs.Add(path);
    }

    /// <summary>A log was written.</summary>
    public void LogWritten(string path)
    {
        lock (gate)
            logs.Add(path);
    }

    /// <summary>Flushes everything that has been written before the call.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await flushing.WaitAsync(cancellationToken);
        try
        {
            HashSet<string> blobsNow, logsNow;
            lock (gate)
                (blobsNow, logsNow, blobs, logs) = (blobs, logs, [], []);
            Flush(blobsNow);
            Flush(logsNow);
        }
        finally
        {
            flushing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        await FlushAsync(CancellationToken.None);
        stop.Dispose();
        flushing.Dispose();
    }

    private async Task RunAsync(TimeSpan interval, TimeProvider time)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
                await FlushAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Disposing flushes what is left.
        }
    }

    private static void Flush(HashSet<string> paths)
    {
        foreach (var path in paths)
        {
            try
            {
                using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
                RandomAccess.FlushToDisk(handle);
            }
            catch (FileNotFoundException)
            {
                // Deleted since it was written: nothing is left to make durable.
            }
            catch (DirectoryNotFoundException)
            {
                // Likewise.
            }
        }
    }
}
