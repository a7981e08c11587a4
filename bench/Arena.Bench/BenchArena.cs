using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Configuration;
using Arena.Core.Models;
using Arena.Core.Storage.Files;
using Arena.Embedded;
using Arena.Grains;
using Arena.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;

namespace Arena.Bench;

/// <summary>The grains with durable file logs, a bench model and a world in memory.</summary>
internal sealed class BenchArena : IAsyncDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("arena-bench-").FullName;
    private readonly DataFolder folder;
    private readonly FileStore store;
    private readonly IHost host;

    public BenchArena(BenchModel model, int turns)
    {
        Write("suites/bench-v1/suite.yaml", "title: bench\ntasks: [t1]\n");
        Write("suites/bench-v1/tasks/t1/task.yaml", $"name: bench\nlimits: {{ turns: {turns + 1}, toolCalls: {turns}, tokens: 100000000, time: 1h }}\ncheck: {{ command: [\"true\"] }}\n");
        Write("suites/bench-v1/tasks/t1/instruction.md", "Look around.");
        Write("suites/bench-v1/tasks/t1/workspace/a.txt", "a");
        Write("suites/bench-v1/tasks/t1/check/a.txt", "a");
        foreach (var (solution, passes) in new[] { ("oracle", "true"), ("nop", "false") })
            Write($"suites/bench-v1/tasks/t1/solutions/{solution}/solution.yaml", $"title: bench\nexpect: {{ passed: {passes} }}\nturns: [ {{ text: done }} ]\n");
        Write("models/bench.yaml", "title: bench\nprovider: scripted\nconcurrency: 5000\nprices: [ { from: 2026-01-01, input: 1, output: 1, source: bench } ]\nscript: { default: oracle }\n");

        var settings = new ArenaSettings { Data = Path.Combine(root, "data"), Suites = Path.Combine(root, "suites"), Models = Path.Combine(root, "models") };
        folder = DataFolder.Take(settings.Data);
        store = new FileStore(folder);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddArenaCatalogs(settings);
        builder.AddArenaRuns(_ => new MemoryEnvironment());
        builder.Services.Replace(ServiceDescriptor.Singleton<IModelProvider>(model));
        builder.Services.AddFileStore(_ => store);
        builder.UseOrleans(silo => silo
            .AddGrainAssembly(typeof(CampaignGrain).Assembly)
            .UseFileReminderService(folder.Combine("reminders")));
        host = builder.Build();
    }

    /// <summary>Starts the grains and runs a small campaign, so that what is measured is not the compiler.</summary>
    public async Task WarmUpAsync()
    {
        await host.StartAsync();
        await RunAsync("warm-up", runs: 50, parallel: 10);
    }

    /// <summary>Runs a campaign to its end and returns how long it took.</summary>
    public Task<TimeSpan> RunAsync(int runs, int parallel) => RunAsync("bench", runs, parallel);

    private async Task<TimeSpan> RunAsync(string id, int runs, int parallel)
    {
        var from = TimeProvider.System.GetTimestamp();
        var receipt = await host.Services.GetRequiredService<IGrainFactory>().Campaign(id)
            .OrderAsync(new CampaignOrder("bench-v1", "bench", [], runs, parallel, null, 0));
        if (receipt.Outcome != OrderOutcome.Created)
            throw new InvalidOperationException(receipt.Message);
        await foreach (var e in store.Campaigns.TailAsync(id, 0, CancellationToken.None))
        {
            if (e is CampaignFinished finished)
            {
                if (finished.Passed != runs)
                    throw new InvalidOperationException($"Only {finished.Passed} of {runs} runs passed.");
                break;
            }
        }

        return TimeProvider.System.GetElapsedTime(from);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        folder.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
