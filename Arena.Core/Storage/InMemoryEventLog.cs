using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Arena.Core.Campaigns;
using Arena.Core.Runs;

namespace Arena.Core.Storage;

/// <summary>Logs in memory, for suite checks, tests and benchmarks that leave nothing behind.</summary>
/// <typeparam name="TKey">What a log is about.</typeparam>
/// <typeparam name="TEvent">Its events.</typeparam>
public class InMemoryEventLog<TKey, TEvent> : IEventLog<TKey, TEvent>
    where TKey : notnull
    where TEvent : LogEvent
{
    private readonly ConcurrentDictionary<TKey, Entry> logs = new();

    /// <inheritdoc/>
    public ValueTask<bool> AppendAsync(TKey key, long expected, ImmutableArray<TEvent> events, CancellationToken cancellationToken)
    {
        Batches.Verify(expected, events);
        cancellationToken.ThrowIfCancellationRequested();
        var entry = logs.GetOrAdd(key, static _ => new Entry());
        lock (entry)
        {
            if (entry.Events.Count != expected)
                return ValueTask.FromResult(false);
            entry.Events = entry.Events.AddRange(events);
        }

        entry.WakeUp.Signal();
        return ValueTask.FromResult(true);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<TEvent>> ReadAsync(TKey key, long after, CancellationToken cancellationToken)
    {
        if (!logs.TryGetValue(key, out var entry))
            return ValueTask.FromResult<ImmutableArray<TEvent>>([]);
        var events = entry.Events;
        return ValueTask.FromResult<ImmutableArray<TEvent>>(after >= events.Count ? [] : [.. events.Skip((int)after)]);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TEvent> TailAsync(TKey key, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var entry = logs.GetOrAdd(key, static _ => new Entry());
        while (true)
        {
            var grown = entry.WakeUp.Next;
            foreach (var e in await ReadAsync(key, after, cancellationToken))
            {
                yield return e;
                after = e.Seq;
            }

            await grown.WaitAsync(cancellationToken);
        }
    }

    private sealed class Entry
    {
        public ImmutableList<TEvent> Events { get; set; } = [];

        public WakeUp WakeUp { get; } = new();
    }
}

/// <summary>Transcripts in memory.</summary>
public sealed class InMemoryRunLog : InMemoryEventLog<RunKey, RunEvent>, IRunLog;

/// <summary>Campaign logs in memory.</summary>
public sealed class InMemoryCampaignLog : InMemoryEventLog<string, CampaignEvent>, ICampaignLog;
