using System.Diagnostics;

namespace Arena.GrainHost.Tests.Conformance;

/// <summary>A host of grains under test, with storage that outlives it.</summary>
public abstract class GrainHost : IAsyncDisposable
{
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan CollectionAge = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan CollectionQuantum = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan DeactivationTimeout = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan MinimumReminderPeriod = TimeSpan.FromMilliseconds(200);

    /// <summary>The name that test grains store under.</summary>
    public const string Storage = "store";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public abstract IGrainFactory Client { get; }

    /// <summary>Starts the host, or starts it again on the same storage.</summary>
    public abstract Task StartAsync();

    /// <summary>Stops the host in good order.</summary>
    public abstract Task StopAsync();

    /// <summary>Drops every activation without deactivating it, as a killed process does.</summary>
    public abstract Task CrashAsync();

    /// <summary>Lets that much of the host's time pass.</summary>
    public abstract Task PassAsync(TimeSpan time);

    public abstract ValueTask DisposeAsync();

    /// <summary>Lets time pass until the condition holds; fails with what is missing.</summary>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            waited.Elapsed.ShouldBeLessThan(Deadline, $"still missing: {what}");
            await PassAsync(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>Lets time pass until the task is complete.</summary>
    public async Task UntilAsync(Task task, string what)
    {
        await UntilAsync(() => task.IsCompleted, what);
        await task;
    }
}
