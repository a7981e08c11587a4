using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Configuration;
using Arena.Core.Models;
using Arena.Core.Models.Scripted;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Storage.Files;
using Arena.Core.Suites;
using Arena.Core.Tests;
using Arena.Core.Tests.Runs;
using Arena.Core.Tests.Suites;
using Arena.Embedded;
using Arena.Silo;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Arena.Grains.Tests;

/// <summary>Grains on the embedded host with file logs, a model that the test writes and a world in memory. It can be stopped and started again.</summary>
internal sealed class TestSilo : IAsyncDisposable, IModelProvider
{
    private readonly TemporaryFolder temporary = new();
    private IHost? host;
    private DataFolder? folder;
    private FileStore? store;

    public TestSilo()
    {
        SmallSuite.Write(temporary.Combine("suites"));
        Directory.CreateDirectory(temporary.Combine("models"));
        File.WriteAllText(temporary.Combine("models", "m.yaml"), """
            title: test
            provider: scripted
            concurrency: 3
            prices: [ { from: 2026-01-01, input: 1, output: 1, source: test } ]
            script: { default: oracle }
            """);
        File.WriteAllText(temporary.Combine("models", "unpriced.yaml"), "title: no price\nprovider: scripted\nscript: { default: oracle }\n");
    }

    public string Kind => ScriptedProvider.KindName;

    public MemoryWorld World { get; init; } = new("");

    public long OutputTokens { get; init; } = 10;

    public decimal? DayBudgetUsd { get; init; }

    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Which grain plays the gate.</summary>
    public Type Gate { get; init; } = typeof(ModelGateGrain);

    /// <summary>What the model does in a run, given how often it has answered.</summary>
    public Func<RunCreated, int, CancellationToken, Task<string>> Model { get; set; } = (_, _, _) => Task.FromResult("done");

    public IGrainFactory Grains => host!.Services.GetRequiredService<IGrainFactory>();

    public CampaignReader Reader => host!.Services.GetRequiredService<CampaignReader>();

    public IRunLog Runs => store!.Runs;

    public string SuiteFile(string path) => temporary.Combine("suites", SmallSuite.Id, path);

    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var settings = new ArenaSettings { Data = temporary.Combine("data"), Suites = temporary.Combine("suites"), Models = temporary.Combine("models"), DayBudgetUsd = DayBudgetUsd };
        folder = DataFolder.Take(settings.Data);
        store = new FileStore(folder);
        builder.AddArenaCatalogs(settings);
        builder.AddArenaRuns(_ => World);
        builder.Services.Replace<IModelProvider>(this);
        builder.Services.AddFileStore(_ => store);
        builder.Services.AddSingleton(provider => new RunHost(
            provider.GetRequiredService<RunServices>(), provider.GetRequiredService<ICampaignLog>(), provider.GetRequiredService<SuiteCatalog>())
        {
            KeepAlive = KeepAlive,
        });
        builder.UseOrleans(silo => silo
            .UseGrainTypes(typeof(CampaignGrain), typeof(TaskGrain), typeof(RunGrain), Gate, typeof(BudgetGrain))
            .UseFileReminderService(folder.Combine("reminders")));
        host = builder.Build();
        await host.StartAsync();
    }

    public async Task StopAsync()
    {
        await host!.StopAsync();
        host.Dispose();
        folder!.Dispose();
        host = null;
    }

    public async Task<OrderReceipt> OrderAsync(
        string id, int repetitions = 2, decimal? budget = null, int? parallel = null, decimal? perRun = null, string model = "m", bool unpriced = false) =>
        await Grains.Campaign(id).OrderAsync(new CampaignOrder(SmallSuite.Id, model, [], repetitions, parallel, budget, 0, BudgetPerRunUsd: perRun, AllowUnpriced: unpriced));

    public Task<CampaignState?> UntilAsync(string id, Func<CampaignState, bool> holds, string missing) => Deadline.Until(
        async () => await Reader.FindAsync(id, CancellationToken.None), state => state is not null && holds(state), missing);

    public async Task<RunState> RunAsync(string id, int n) =>
        RunState.Fold(await Runs.ReadAsync(new RunKey(id, "t1", n), 0, CancellationToken.None));

    public IChatClient Create(RunCreated created, SuiteTask task) => new Client(this, created);

    public ValueTask<ProviderReadiness> ReadinessAsync(ModelReference model, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ProviderReadiness(true, "a script needs nothing"));

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await StopAsync();
        temporary.Dispose();
    }

    private sealed class Client(TestSilo silo, RunCreated created) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var text = await silo.Model(created, messages.Count(message => message.Role == ChatRole.Assistant), cancellationToken);
            AIContent content = text.StartsWith("append ", StringComparison.Ordinal)
                ? new FunctionCallContent("", "append", new Dictionary<string, object?> { ["text"] = text[7..] })
                : new TextContent(text);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, [content]))
            {
                Usage = new UsageDetails { InputTokenCount = 10, OutputTokenCount = silo.OutputTokens },
            };
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}

internal static class Replacing
{
    public static void Replace<T>(this IServiceCollection services, T instance) where T : class
    {
        foreach (var known in services.Where(service => service.ServiceType == typeof(T)).ToList())
            services.Remove(known);
        services.AddSingleton(instance);
    }
}
