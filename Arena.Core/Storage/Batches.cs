using System.Collections.Immutable;

namespace Arena.Core.Storage;

/// <summary>What every implementation of a log asks of a batch.</summary>
public static class Batches
{
    /// <summary>Refuses an empty batch and one that is not numbered from <paramref name="expected"/> + 1 on.</summary>
    /// <exception cref="ArgumentException">It is.</exception>
    public static void Verify<TEvent>(long expected, ImmutableArray<TEvent> events) where TEvent : LogEvent
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expected);
        if (events.IsDefaultOrEmpty)
            throw new ArgumentException("A batch has at least one event.", nameof(events));
        for (var i = 0; i < events.Length; i++)
        {
            if (events[i].Seq != expected + 1 + i)
                throw new ArgumentException($"Event {i} of the batch has number {events[i].Seq}; after {expected} it must have {expected + 1 + i}.", nameof(events));
        }
    }
}
