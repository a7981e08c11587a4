using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Configuration;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Arena.Cli.Clients;

/// <summary>Campaigns of this process: the whole embedded stack without its API.</summary>
internal sealed class InProcessArenaClient : LogArenaClient
{
    private readonly IHost host;

    private InProcessArenaClient(IHost host, string data)
        : base(
            host.Services.GetRequiredService<CampaignReader>(),
            host.Services.GetRequiredService<IRunLog>(),
            host.Services.GetRequiredService<SuiteCatalog>(),
            data) => this.host = host;

    public static async Task<IArenaClient> StartAsync(ArenaSettings settings, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole(options => options.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        // The command line decides what a signal means: the campaign is paused first.
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        await builder.AddArenaAsync(settings, cancellationToken);
        var started = builder.Build();
        await started.StartAsync(cancellationToken);
        return new InProcessArenaClient(started, settings.Data);
    }

    public override async Task<CampaignView> StartAsync(CampaignRequest request, CancellationToken cancellationToken)
    {
        var plan = host.Services.GetRequiredService<CampaignPlan>();
        var id = request.Id.Length > 0 ? request.Id : plan.NewId(request.Model, request.Suite, await Campaigns.ListAsync(cancellationToken));
        try
        {
            plan.Create(request with { Id = id });
        }
        catch (CampaignRefusedException e)
        {
            throw new CliException(e.Message, ExitCodes.Usage, e);
        }

        var receipt = await Campaign(id).OrderAsync(new CampaignOrder(
            request.Suite, request.Model, [.. request.Tasks], request.Repetitions, request.MaxParallelRuns, request.BudgetUsd, request.ScriptedLatency,
            request.Dialect, request.BudgetPerRunUsd, request.AllowUnpriced));
        return receipt.Outcome is OrderOutcome.Created or OrderOutcome.Same
            ? await GetAsync(id, cancellationToken)
            : throw new CliException(receipt.Message ?? "The campaign was refused.", ExitCodes.Usage);
    }

    public override async Task<CampaignView> CommandAsync(string campaign, string command, CancellationToken cancellationToken)
    {
        _ = await GetAsync(campaign, cancellationToken);
        var grain = Campaign(campaign);
        var taken = command switch
        {
            "pause" => await grain.PauseAsync("asked for on the command line"),
            "resume" => await grain.ResumeAsync(),
            _ => await grain.CancelAsync("asked for on the command line"),
        };
        var view = await GetAsync(campaign, cancellationToken);
        return taken ? view : throw new CliException($"Campaign {campaign} is {view.Status.ToString().ToLowerInvariant()}; there is nothing to {command}.");
    }

    public override async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    private ICampaignGrain Campaign(string id) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICampaignGrain>(id);

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
