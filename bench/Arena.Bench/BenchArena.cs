using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Configuration;
using Arena.Core.Models;
using Arena.Core.Runs;
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

/// <summary>The grains with durable file logs: with a bench model and a world in memory, or with real suites, cards and environments.</summary>
internal sealed class BenchArena : IAsyncDisposable
{
    private readonly string root;
    private readonly DataFolder folder;
    private readonly FileStore store;
    private readonly IHost host;

    private BenchArena(string root, ArenaSettings settings, Func<IServiceProvider, IRunEnvironmentFactory> environments, IModelProvider? model)
    {
        this.root = root;
        folder = DataFolder.Take(settings.Data);
        store = new FileStore(folder);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddArenaCatalogs(settings);
        builder.AddArenaRuns(environments);
        if (model is not null)
            builder.Services.Replace(ServiceDescriptor.Singleton(model));
        builder.Services.AddFileStore(_ => store);
        builder.UseOrleans(silo => silo
            .AddGrainAssembly(typeof(CampaignGrain).Assembly)
            .UseFileReminderService(folder.Combine("reminders")));
        host = builder.Build();
    }

    /// <summary>The suites and cards of the settings.</summary>
    public static BenchArena OfSuites(ArenaSettings settings, Func<IServiceProvider, IRunEnvironmentFactory> environments)
    {
        var root = NewRoot();
        return new BenchArena(root, settings with { Data = DataOf(root) }, environments, null);
    }

    /// <summary>One task without files, and a model of the bench.</summary>
    public static BenchArena OfMemory(BenchModel model, int turns)
    {
        var root = NewRoot();
        Write("suites/bench-v1/suite.yaml", "title: bench\ntasks: [t1]\n");
        Write("suites/bench-v1/tasks/t1/task.yaml", $"name: bench\nlimits: {{ turns: {turns + 1}, toolCalls: {turns}, tokens: 100000000, time: 1h }}\ncheck: {{ command: [\"true\"] }}\n");
        Write("suites/bench-v1/tasks/t1/instruction.md", "Look around.");
        Write("suites/bench-v1/tasks/t1/workspace/a.txt", "a");
        Write("suites/bench-v1/tasks/t1/check/a.txt", "a");
        foreach (var (solution, passes) in new[] { ("oracle", "true"), ("nop", "false") })
            Write($"suites/bench-v1/tasks/t1/solutions/{solution}/solution.yaml", $"title: bench\nexpect: {{ passed: {passes} }}\nturns: [ {{ text: done }} ]\n");
        Write("models/bench.yaml", "title: bench\nprovider: scripted\nconcurrency: 5000\nprices: [ { from: 2026-01-01, input: 1, output: 1, source: bench } ]\nscript: { default: oracle }\n");

        var settings = new ArenaSettings { Data = DataOf(root), Suites = Path.Combine(root, "suites"), Models = Path.Combine(root, "models") };
        return new BenchArena(root, settings, _ => new MemoryEnvironment(), model);

        void Write(string path, string text)
        {
            var file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    public Task StartAsync() => host.StartAsync();

    /// <summary>Starts the grains and runs a small campaign, so that what is measured is not the compiler.</summary>
    public async Task WarmUpAsync()
    {
        await StartAsync();
        await RunMemoryAsync("warm-up", runs: 50, parallel: 10);
    }

    /// <summary>Runs a campaign of the task without files to its end and returns how long it took.</summary>
    public Task<TimeSpan> RunAsync(int runs, int parallel) => RunMemoryAsync("bench", runs, parallel);

    /// <summary>Runs a campaign to its end and returns how long it took.</summary>
    public async Task<TimeSpan> RunAsync(string id, string suite, string model, int? repetitions, int? parallel) =>
        (await RunToTheEndAsync(id, suite, model, repetitions, parallel)).Took;

    private async Task<TimeSpan> RunMemoryAsync(string id, int runs, int parallel)
    {
        var (took, finished) = await RunToTheEndAsync(id, "bench-v1", "bench", runs, parallel);
        return finished.Passed == runs ? took : throw new InvalidOperationException($"Only {finished.Passed} of {runs} runs passed.");
    }

    private async Task<(TimeSpan Took, CampaignFinished Finished)> RunToTheEndAsync(string id, string suite, string model, int? repetitions, int? parallel)
    {
        var from = TimeProvider.System.GetTimestamp();
        var receipt = await host.Services.GetRequiredService<IGrainFactory>().Campaign(id)
            .OrderAsync(new CampaignOrder(suite, model, [], repetitions, parallel, null, 0));
        if (receipt.Outcome != OrderOutcome.Created)
            throw new InvalidOperationException(receipt.Message);
        await foreach (var e in store.Campaigns.TailAsync(id, 0, CancellationToken.None))
        {
            if (e is CampaignFinished finished)
                return (TimeProvider.System.GetElapsedTime(from), finished);
        }

        throw new InvalidOperationException($"Campaign {id} did not finish.");
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        folder.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private static string DataOf(string root) => Path.Combine(root, "data");

    private static string NewRoot() => Directory.CreateTempSubdirectory("arena-bench-").FullName;
}
