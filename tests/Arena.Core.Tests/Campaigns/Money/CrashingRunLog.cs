using System.Collections.Immutable;
using Arena.Core.Runs;
using Arena.Core.Storage;

namespace Arena.Core.Tests.Campaigns.Money;

/// <summary>Transcripts in memory; a host may die just before or just after it appends, and reading takes its time.</summary>
internal sealed class CrashingRunLog(Simulation simulation, IRunLog inner) : IRunLog
{
    /// <summary>A host dies once in so many appends; 0 for never.</summary>
    public int CrashOneIn { get; init; }

    public int Crashes { get; private set; }

    /// <summary>Is told of every batch as soon as it is durable.</summary>
    public Action<RunKey, ImmutableArray<RunEvent>>? OnAppended { get; init; }

    public async ValueTask<bool> AppendAsync(RunKey key, long expected, ImmutableArray<RunEvent> events, CancellationToken cancellationToken)
    {
        await simulation.YieldAsync();
        MayCrash();
        var appended = await inner.AppendAsync(key, expected, events, cancellationToken);
        if (!appended)
            return false;
        OnAppended?.Invoke(key, events);
        MayCrash();
        return true;
    }

    public async ValueTask<ImmutableArray<RunEvent>> ReadAsync(RunKey key, long after, CancellationToken cancellationToken)
    {
        await simulation.YieldAsync();
        return await inner.ReadAsync(key, after, cancellationToken);
    }

    public IAsyncEnumerable<RunEvent> TailAsync(RunKey key, long after, CancellationToken cancellationToken) => inner.TailAsync(key, after, cancellationToken);

    private void MayCrash()
    {
        if (CrashOneIn == 0 || !simulation.OneIn(CrashOneIn))
            return;
        Crashes++;
        throw new HostDiedException();
    }
}

internal sealed class HostDiedException() : Exception("The host died.");
