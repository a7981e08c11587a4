using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Arena.Bench;

/// <summary>Awaited round trips of a trivial grain call per second, beside the least such a call can cost.</summary>
public static class GrainCallBench
{
    private const int Grains = 64;
    private const int Rounds = 5;

    /// <summary>
    /// Prints one row per number of callers. On a shared machine all absolute figures, CPU time too, follow the
    /// neighbours; so rounds of host and bare proxy alternate, and the ratio is the median of the pairs' ratios.
    /// </summary>
    /// <returns>Calls per second of the grain host with as many callers as grains.</returns>
    public static async Task<double> RunAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleans(static _ => { });
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<IGrainFactory>();
        IEchoGrain[] grains = [.. Enumerable.Range(0, Grains).Select(n => client.GetGrain<IEchoGrain>($"g{n}"))];
        IEchoGrain[] bare = [.. Enumerable.Range(0, Grains).Select(_ => BareProxy.Create())];

        Console.WriteLine("| grain calls      | callers | grains | calls/s   | bare proxy/s | ratio | CPU ns/call | bare CPU ns | bytes/call |");
        Console.WriteLine("| ---------------- | ------: | -----: | --------: | -----------: | ----: | ----------: | ----------: | ---------: |");
        await RowAsync("one at a time", grains[..1], bare[..1], 1, 200_000);
        await RowAsync("one hot grain", grains[..1], bare[..1], Grains, 5_000);
        var result = await RowAsync("many", grains, bare, Grains, 20_000);
        await host.StopAsync();
        return result;
    }

    private static async Task<double> RowAsync(string name, IEchoGrain[] grains, IEchoGrain[] bare, int callers, int calls)
    {
        await RoundAsync(grains, callers, calls / 4); // let the compiler warm up
        await RoundAsync(bare, callers, calls / 4);
        List<Round> hosts = [], leasts = [];
        for (var round = 0; round < Rounds; round++)
        {
            hosts.Add(await MeasureAsync(grains, callers, calls));
            leasts.Add(await MeasureAsync(bare, callers, calls));
        }

        var rate = Median(hosts.Select(r => r.PerSecond));
        var ratio = Median(hosts.Zip(leasts, (h, l) => h.PerSecond / l.PerSecond));
        Console.WriteLine(
            $"| {name,-16} | {callers,7} | {grains.Length,6} | {rate,9:N0} | {Median(leasts.Select(r => r.PerSecond)),12:N0} | {ratio,5:P0} "
            + $"| {Median(hosts.Select(r => r.Cpu)),11:N0} | {Median(leasts.Select(r => r.Cpu)),11:N0} | {Median(hosts.Select(r => r.Bytes)),10:N0} |");
        return rate;
    }

    private static async Task<Round> MeasureAsync(IEchoGrain[] grains, int callers, int calls)
    {
        var total = (double)callers * calls;
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var echoes = await EchoesAsync(grains);
        var watch = Stopwatch.StartNew();
        await RoundAsync(grains, callers, calls);
        var seconds = watch.Elapsed.TotalSeconds;
        if (await EchoesAsync(grains) - echoes != callers * (long)calls)
            throw new InvalidOperationException("Not every call that was counted has run.");
        return new(
            total / seconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / total,
            (GC.GetTotalAllocatedBytes(precise: true) - bytes) / total);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static async Task<long> EchoesAsync(IEchoGrain[] grains) =>
        (await Task.WhenAll(grains.Select(grain => grain.EchoesAsync()))).Sum();

    private static Task RoundAsync(IEchoGrain[] grains, int callers, int calls)
    {
        return Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(grains[caller % grains.Length]))));

        async Task CallAsync(IEchoGrain grain)
        {
            for (var n = 0; n < calls; n++)
            {
                if (await grain.EchoAsync(n) != n)
                    throw new InvalidOperationException("The echo is wrong.");
            }
        }
    }

    private sealed record Round(double PerSecond, double Cpu, double Bytes);
}
