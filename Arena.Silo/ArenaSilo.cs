using Arena.Core.Campaigns;
using Arena.Core.Configuration;
using Arena.Core.Models;
using Arena.Core.Models.Bedrock;
using Arena.Core.Models.OpenAI;
using Arena.Core.Models.Scripted;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Storage.Files;
using Arena.Core.Suites;
using Arena.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Arena.Silo;

/// <summary>The host of the grains.</summary>
public static partial class ArenaSilo
{
    /// <summary>Adds suites, model cards and the reading of campaigns: what every host of Arena needs.</summary>
    public static IHostApplicationBuilder AddArenaCatalogs(this IHostApplicationBuilder builder, ArenaSettings settings)
    {
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new SuiteCatalog(settings.Suites));
        services.AddSingleton(new ModelCatalog(settings.Models));
        services.AddSingleton<IModelProvider, ScriptedProvider>();
        services.AddSingleton<IModelProvider, BedrockProvider>();
        services.AddSingleton<IModelProvider, OpenAIProvider>();
        services.AddSingleton<ModelProviders>();
        services.AddSingleton(provider => new CampaignPlan(
            provider.GetRequiredService<SuiteCatalog>(),
            provider.GetRequiredService<ModelCatalog>(),
            provider.GetRequiredService<ModelProviders>(),
            provider.GetRequiredService<TimeProvider>(),
            settings.DayBudgetUsd));
        services.AddSingleton<CampaignReader>();
        return builder;
    }

    /// <summary>Adds the logs, blobs and index of a store of files.</summary>
    public static IServiceCollection AddFileStore(this IServiceCollection services, Func<IServiceProvider, FileStore> store)
    {
        services.AddSingleton(store);
        services.AddSingleton(provider => provider.GetRequiredService<FileStore>().Runs);
        services.AddSingleton(provider => provider.GetRequiredService<FileStore>().Campaigns);
        services.AddSingleton(provider => provider.GetRequiredService<FileStore>().Blobs);
        services.AddSingleton(provider => provider.GetRequiredService<FileStore>().Index);
        return services;
    }

    /// <summary>Adds what runs work with, and the grains.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="environments">Makes the environments of runs, chosen before the host starts so that a missing sandbox is told at once.</param>
    public static IHostApplicationBuilder AddArenaRuns(this IHostApplicationBuilder builder, Func<IServiceProvider, IRunEnvironmentFactory> environments)
    {
        var services = builder.Services;
        services.AddSingleton(environments);
        services.AddSingleton<IModelGate, GrainModelGate>();
        services.AddSingleton<IBudgets, GrainBudgets>();
        services.AddSingleton<IRunBudget>(provider => new RunBudget(
            provider.GetRequiredService<IBudgets>(),
            provider.GetRequiredService<ArenaSettings>().DayBudgetUsd,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SpendHistory>();
        services.AddSingleton(provider => new RunServices(
            provider.GetRequiredService<IRunLog>(),
            provider.GetRequiredService<IBlobStore>(),
            provider.GetRequiredService<IRunEnvironmentFactory>(),
            provider.GetRequiredService<ModelProviders>(),
            provider.GetRequiredService<IModelGate>(),
            provider.GetRequiredService<IRunBudget>(),
            provider.GetRequiredService<TimeProvider>(),
            RunServices.ThisHost)
        {
            OnUnreachable = (run, e) => LogUnreachable(provider.GetRequiredService<ILogger<RunServices>>(), run, e),
            OnOverrun = (run, call) => LogOverrun(
                provider.GetRequiredService<ILogger<RunServices>>(), run, call.Call, call.CostUsd ?? 0m, call.OverrunUsd ?? 0m),
        });
        services.AddSingleton<RunHost>();
        // Runs get their grace to finish a step before the host gives up on them.
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        return builder;
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {Run} waits: gate or budget cannot be reached")]
    private static partial void LogUnreachable(ILogger logger, RunKey run, Exception e);

    [LoggerMessage(2, LogLevel.Warning, "Run {Run}: model call {Call} cost ${CostUsd}, ${OverrunUsd} more than was reserved for it; a cap may be passed by that much")]
    private static partial void LogOverrun(ILogger logger, RunKey run, int call, decimal costUsd, decimal overrunUsd);
}
