using System.Diagnostics;
using System.Globalization;
using Arena.Core.Models;
using Arena.Core.Models.Gates;

namespace Arena.Bench;

/// <summary>What a gate costs by itself, and that it does not depend on how many runs wait.</summary>
internal static class GateBench
{
    private const int InUse = 20;
    private const int Rounds = 5;

    /// <summary>Prints one row per number of waiting runs: an ask that must wait, and a permit that goes from one run to the next.</summary>
    public static Task RunAsync()
    {
        foreach (var waiting in new[] { 50, 500, 5_000, 50_000 })
        {
            var (ask, turn) = (Median(() => Ask(waiting)), Median(() => Turn(waiting)));
            Table.Row(
                string.Create(CultureInfo.InvariantCulture, $"gate with {waiting:N0} runs waiting: an ask that waits / a permit given back, taken over, and a new run in line (us)"),
                string.Create(CultureInfo.InvariantCulture, $"{ask:0.00} / {turn:0.00}"), waiting == 50 ? "" : "as with 50");
        }

        return Task.CompletedTask;
    }

    // Any of those who wait asks again, in ten campaigns, under caps of every kind.
    private static double Ask(int waiting)
    {
        const int Asks = 200_000;
        var (gate, caps) = (new ModelGate(TimeProvider.System), new GateCaps(InUse, 1_000_000, 1_000_000_000, InUse));
        Fill(gate, caps, waiting, campaigns: 10);
        var random = new Random(1);
        var tickets = Enumerable.Range(0, Asks).Select(_ => random.Next(waiting)).Select(n => new PermitAsk($"w{n}", $"c{n % 10}", 1_000, caps)).ToArray();
        var from = Stopwatch.GetTimestamp();
        foreach (var ask in tickets)
        {
            if (gate.Acquire(ask) is not PermitAnswer.Wait)
                throw new InvalidOperationException("There is no permit to be had.");
        }

        return Stopwatch.GetElapsedTime(from).TotalMicroseconds / Asks;
    }

    // The longest in line is served, and another run joins it.
    private static double Turn(int waiting)
    {
        const int Turns = 50_000;
        var (gate, caps) = (new ModelGate(TimeProvider.System), new GateCaps(InUse, 1_000_000, 1_000_000_000, InUse));
        Fill(gate, caps, waiting, campaigns: 1);
        var from = Stopwatch.GetTimestamp();
        for (var n = 0; n < Turns; n++)
        {
            gate.Release(n < InUse ? $"h{n}" : $"w{n - InUse}", new PermitOutcome.Succeeded(500));
            if (gate.Acquire(new PermitAsk($"w{n}", "c0", 1_000, caps)) is not PermitAnswer.Granted)
                throw new InvalidOperationException("The permit belongs to the longest in line.");
            gate.Acquire(new PermitAsk($"w{n + waiting}", "c0", 1_000, caps));
        }

        return Stopwatch.GetElapsedTime(from).TotalMicroseconds / Turns;
    }

    private static void Fill(ModelGate gate, GateCaps caps, int waiting, int campaigns)
    {
        for (var n = 0; n < InUse; n++)
            gate.Acquire(new PermitAsk($"h{n}", "holders", 1_000, caps));
        for (var n = 0; n < waiting; n++)
            gate.Acquire(new PermitAsk($"w{n}", $"c{n % campaigns}", 1_000, caps));
        if (gate.Snapshot().Waiting != waiting)
            throw new InvalidOperationException("Not everybody waits.");
    }

    private static double Median(Func<double> measure)
    {
        measure();
        return Enumerable.Range(0, Rounds).Select(_ => measure()).Order().ElementAt(Rounds / 2);
    }
}
