using System.Collections.Immutable;
using System.Diagnostics;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Storage.Files;
using Arena.Core.Tools;

namespace Arena.Bench;

/// <summary>Append and read of the durable file log.</summary>
internal static class LogBench
{
    public static async Task RunAsync()
    {
        const int Count = 20_000;
        var root = Directory.CreateTempSubdirectory("arena-bench-").FullName;
        using (var folder = DataFolder.Take(root))
        await using (var store = new FileStore(folder))
        {
            var output = StoredText.Inline(new string('x', 1000));
            var run = new RunKey("bench", "t", 1);
            var appends = new List<double>(Count);
            for (var n = 0; n < Count; n++)
            {
                ImmutableArray<RunEvent> batch = [new ToolCompleted("call", "look", ToolOutcome.Succeeded, output, null, null, false, 1) { Seq = n + 1, At = DateTimeOffset.UnixEpoch }];
                var from = Stopwatch.GetTimestamp();
                if (!await store.Runs.AppendAsync(run, n, batch, CancellationToken.None))
                    throw new InvalidOperationException("The bench has another writer.");
                appends.Add(Stopwatch.GetElapsedTime(from).TotalMicroseconds);
            }

            appends.Sort();
            Table.Row("append of a 1 KB event, p50 / p99 (us)", $"{appends[Count / 2]:0} / {appends[(int)(Count * 0.99)]:0}", "");
            var began = Stopwatch.GetTimestamp();
            var events = await store.Runs.ReadAsync(run, 0, CancellationToken.None);
            Table.Row("read (events/s)", $"{events.Length / Stopwatch.GetElapsedTime(began).TotalSeconds:0}", "");
        }

        Directory.Delete(root, recursive: true);
    }
}
