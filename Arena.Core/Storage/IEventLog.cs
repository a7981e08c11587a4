using System.Collections.Immutable;

namespace Arena.Core.Storage;

/// <summary>
/// Append-only logs of numbered events, one per key. An append succeeds only on the exact last number, so that of two
/// writers one loses and knows it. Safe for concurrent use.
/// </summary>
/// <typeparam name="TKey">What a log is about.</typeparam>
/// <typeparam name="TEvent">Its closed set of events.</typeparam>
public interface IEventLog<in TKey, TEvent> where TEvent : LogEvent
{
    /// <summary>
    /// Appends a batch where <paramref name="expected"/> is the log's last number. When it returns true the batch survives the
    /// death of the process; how soon it survives the death of the machine is the implementation's stated promise.
    /// A batch is written in order; after a torn write a prefix of it may remain.
    /// </summary>
    /// <param name="key">The log.</param>
    /// <param name="expected">The last number that the writer has seen; 0 for a new log.</param>
    /// <param name="events">At least one event, numbered <paramref name="expected"/> + 1 and on.</param>
    /// <param name="cancellationToken">Honoured only before anything is written.</param>
    /// <returns>False where another writer was faster; then nothing is written.</returns>
    /// <exception cref="ArgumentException">The batch is empty or numbered otherwise.</exception>
    ValueTask<bool> AppendAsync(TKey key, long expected, ImmutableArray<TEvent> events, CancellationToken cancellationToken);

    /// <summary>The events after number <paramref name="after"/>, in order; none for a log that does not exist.</summary>
    /// <exception cref="LogDamagedException">A stored event cannot be read.</exception>
    ValueTask<ImmutableArray<TEvent>> ReadAsync(TKey key, long after, CancellationToken cancellationToken);

    /// <summary>
    /// The events after number <paramref name="after"/> and then each further one as it is appended, without gap or repeat,
    /// until the reader stops. Costs the writer nothing.
    /// </summary>
    IAsyncEnumerable<TEvent> TailAsync(TKey key, long after, CancellationToken cancellationToken);
}
