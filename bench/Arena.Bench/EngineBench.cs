using System.Diagnostics;

namespace Arena.Bench;

/// <summary>What Arena adds to a model's own time.</summary>
internal static class EngineBench
{
    /// <summary>Time between two model calls of a run with an in-memory tool call between: four durable events, one permit, one reservation.</summary>
    public static async Task TurnsAsync()
    {
        const int Turns = 40;
        const int Runs = 100;
        var model = new BenchModel(Turns);
        await using var arena = BenchArena.OfMemory(model, Turns);
        await arena.WarmUpAsync();
        model.Overheads.Clear();
        var took = await arena.RunAsync(Runs, parallel: 1);
        var overheads = model.Overheads.Select(ticks => Stopwatch.GetElapsedTime(0, ticks).TotalMilliseconds).Order().ToList();
        Table.Row("overhead per turn, p50 / p99 (ms)", $"{overheads[overheads.Count / 2]:0.000} / {overheads[(int)(overheads.Count * 0.99)]:0.000}", "p50 <= 1");
        Table.Row("turns per second, one run at a time", $"{Runs * Turns / took.TotalSeconds:0}", "");
    }

    /// <summary>A thousand runs at a time, each waiting half a second for its model: how much of the ideal is left.</summary>
    public static async Task ConcurrencyAsync()
    {
        const int Turns = 10;
        const int Runs = 1000;
        var latency = TimeSpan.FromMilliseconds(500);
        var model = new BenchModel(Turns);
        await using var arena = BenchArena.OfMemory(model, Turns);
        await arena.WarmUpAsync();
        model.Latency = latency;
        var took = await arena.RunAsync(Runs, parallel: Runs);
        Table.Row("1,000 concurrent runs x 10 turns x 500 ms: share of ideal", $"{Turns * latency / took:P1}", ">= 85 %");
        Table.Row("   turns per second", $"{Runs * Turns / took.TotalSeconds:0}", "ideal 2000");
        Table.Row("   peak memory (MB)", $"{Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0}", "<= 600");
    }

    /// <summary>The shape that the peer was measured on: 1,000 single-turn runs, 100 at a time, no latency.</summary>
    public static async Task SingleTurnAsync()
    {
        const int Runs = 1000;
        await using var arena = BenchArena.OfMemory(new BenchModel(1), 1);
        await arena.WarmUpAsync();
        var took = await arena.RunAsync(Runs, parallel: 100);
        Table.Row("1,000 single-turn runs, 100 at a time (runs/s)", $"{Runs / took.TotalSeconds:0}", "promptfoo 0.121: about 250, nothing durable");
    }
}
