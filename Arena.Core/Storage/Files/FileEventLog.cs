using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Arena.Core.Storage.Files;

/// <summary>
/// Logs as files of JSON Lines, one per key, for one process. An append is one write at the known end of the file: it survives the
/// death of the process when it returns and that of the machine after the next group flush, at once after a last event.
/// A torn last line is cut off when the file is first touched, and reported. Without a group flush the log is for reading only, beside
/// the process that writes it; a tail then gives what is stored and waits without end.
/// </summary>
/// <typeparam name="TKey">What a log is about.</typeparam>
/// <typeparam name="TEvent">Its events.</typeparam>
public class FileEventLog<TKey, TEvent>(
    Func<TKey, string> pathOf, EventCodec<TEvent> codec, GroupFlush? flush, Action<TornLine>? onTorn = null) : IEventLog<TKey, TEvent>, IDisposable
    where TKey : notnull
    where TEvent : LogEvent
{
    private readonly ConcurrentDictionary<TKey, JsonLinesFile> files = new();

    /// <inheritdoc/>
    public async ValueTask<bool> AppendAsync(TKey key, long expected, ImmutableArray<TEvent> events, CancellationToken cancellationToken)
    {
        Batches.Verify(expected, events);
        cancellationToken.ThrowIfCancellationRequested();
        var lines = new byte[events.Length][];
        for (var i = 0; i < events.Length; i++)
            lines[i] = codec.Write(events[i]);
        var file = Open(key);
        if (!file.TryAppend(expected, lines))
            return false;
        flush!.LogWritten(file.Path);
        if (codec.IsLast(events[^1]))
        {
            file.Close();
            await flush.FlushAsync();
        }

        file.WakeUp.Signal();
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<TEvent>> ReadAsync(TKey key, long after, CancellationToken cancellationToken)
    {
        var file = Open(key);
        var events = ImmutableArray.CreateBuilder<TEvent>();
        foreach (var line in file.Read(after))
        {
            var number = after + events.Count + 1;
            TEvent e;
            try
            {
                e = codec.Read(line.Span);
            }
            catch (System.Text.Json.JsonException inner)
            {
                throw new LogDamagedException($"{file.Path}, line {number}: {inner.Message}", inner);
            }

            if (e.Seq != number)
                throw new LogDamagedException($"{file.Path}, line {number}: it holds event {e.Seq}.");
            events.Add(e);
        }

        return ValueTask.FromResult(events.DrainToImmutable());
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TEvent> TailAsync(TKey key, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = Open(key);
        while (true)
        {
            var grown = file.WakeUp.Next;
            foreach (var e in await ReadAsync(key, after, cancellationToken))
            {
                yield return e;
                after = e.Seq;
            }

            await grown.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (var file in files.Values)
            file.Dispose();
        GC.SuppressFinalize(this);
    }

    private JsonLinesFile Open(TKey key) => files.GetOrAdd(key, k => new JsonLinesFile(pathOf(k), readOnly: flush is null, onTorn));
}

/// <summary>A last line that a crash had left unfinished, and that was cut off.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line's number.</param>
/// <param name="Bytes">How many bytes were cut.</param>
public sealed record TornLine(string Path, long Line, long Bytes);
