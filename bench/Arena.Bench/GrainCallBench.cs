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

    /// <summary>Prints one row per number of callers: median of the rounds, and the ratio to the bare proxy.</summary>
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

        Console.WriteLine("| grain calls      | callers | grains | calls/s   | bare proxy/s | ratio | bytes/call |");
        Console.WriteLine("| ---------------- | ------: | -----: | --------: | -----------: | ----: | ---------: |");
        await RowAsync("one at a time", grains[..1], bare[..1], 1, 200_000);
        await RowAsync("one hot grain", grains[..1], bare[..1], Grains, 5_000);
        var result = await RowAsync("many", grains, bare, Grains, 20_000);
        await host.StopAsync();
        return result;
    }

    private static async Task<double> RowAsync(string name, IEchoGrain[] grains, IEchoGrain[] bare, int callers, int calls)
    {
        var (host, bytes) = await MedianAsync(grains, callers, calls);
        var (least, _) = await MedianAsync(bare, callers, calls);
        Console.WriteLine($"| {name,-16} | {callers,7} | {grains.Length,6} | {host,9:N0} | {least,12:N0} | {host / least,5:P0} | {bytes,10:N0} |");
        return host;
    }

    private static async Task<(double PerSecond, double Bytes)> MedianAsync(IEchoGrain[] grains, int callers, int calls)
    {
        var rates = new List<double>();
        var bytes = 0.0;
        await RoundAsync(grains, callers, calls / 4); // let the compiler warm up
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            await RoundAsync(grains, callers, calls);
            rates.Add(callers * (double)calls / watch.Elapsed.TotalSeconds);
            bytes = (GC.GetTotalAllocatedBytes() - before) / ((double)callers * calls);
        }

        rates.Sort();
        return (rates[Rounds / 2], bytes);
    }

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
}
