using Microsoft.Win32.SafeHandles;

namespace Arena.Core.Storage.Files;

/// <summary>
/// Makes files durable in groups. A write survives the death of the process at once (the operating system has it) and the death
/// of the machine after at most one interval. Blobs are flushed before the logs that name them. Whoever cannot wait for the
/// interval joins the next group with everybody else who cannot.
/// </summary>
public sealed class GroupFlush : IAsyncDisposable
{
    // From here on one call for the whole file system costs less than one for each file.
    private const int Many = 16;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim wanted = new(0, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly TimeSpan interval;
    private readonly TimeProvider time;
    private readonly Task loop;
    private Group next = new();

    /// <summary>Starts the flush loop.</summary>
    /// <param name="interval">At most so long may a write stay in the hands of the operating system; 1 s by default.</param>
    /// <param name="time">The clock.</param>
    public GroupFlush(TimeSpan? interval = null, TimeProvider? time = null)
    {
        this.interval = interval ?? TimeSpan.FromSeconds(1);
        this.time = time ?? TimeProvider.System;
        loop = Task.Run(RunAsync);
    }

    /// <summary>A blob was written.</summary>
    public void BlobWritten(string path)
    {
        lock (gate)
            next.Blobs.Add(path);
    }

    /// <summary>A log was written.</summary>
    public void LogWritten(string path)
    {
        lock (gate)
            next.Logs.Add(path);
    }

    /// <summary>Flushes everything that has been written before the call, as soon as possible.</summary>
    /// <exception cref="IOException">The disk refused; what was written may not survive the death of the machine.</exception>
    public Task FlushAsync()
    {
        lock (gate)
        {
            if (!next.IsWanted)
            {
                next.IsWanted = true;
                wanted.Release();
            }

            return next.Done.Task;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        Flush();
        stop.Dispose();
        wanted.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                var tick = Task.Delay(interval, time, either.Token);
                await Task.WhenAny(tick, wanted.WaitAsync(either.Token));
                await either.CancelAsync();
            }
            catch (OperationCanceledException)
            {
                // Disposing flushes what is left.
            }

            Flush();
        }
    }

    private void Flush()
    {
        Group group;
        lock (gate)
        {
            (group, next) = (next, new Group());
            // A permit that came together with the tick is this group's.
            if (group.IsWanted)
                wanted.Wait(0);
        }

        try
        {
            Flush(group.Blobs);
            Flush(group.Logs);
            group.Done.SetResult();
        }
        catch (Exception e)
        {
            group.Done.SetException(e);
            // Nobody may be waiting; the next group tries these files again.
            _ = group.Done.Task.Exception;
            lock (gate)
            {
                next.Blobs.UnionWith(group.Blobs);
                next.Logs.UnionWith(group.Logs);
            }
        }
    }

    private static void Flush(HashSet<string> paths)
    {
        if (paths.Count < Many || !OperatingSystem.IsLinux())
        {
            foreach (var path in paths)
                TryFlush(path, RandomAccess.FlushToDisk);
        }
        else
        {
            // Any file of the folder that is still there will do.
            _ = paths.Any(path => TryFlush(path, Posix.FlushFileSystem));
        }
    }

    private static bool TryFlush(string path, Action<SafeFileHandle> flush)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            flush(handle);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Deleted since it was written: nothing is left to make durable.
            return false;
        }
    }

    private sealed class Group
    {
        public HashSet<string> Blobs { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Logs { get; } = new(StringComparer.Ordinal);

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsWanted { get; set; }
    }
}
