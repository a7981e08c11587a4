using Arena.Core.Suites;
using Arena.Results.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Arena.Api;

/// <summary>The HTTP side of Arena. Commands go through grains, reads go to the logs.</summary>
public static class ArenaApi
{
    /// <summary>Adds what the routes need beside catalogs, logs and grains.</summary>
    public static IHostApplicationBuilder AddArenaApi(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<FaultHandler>();
        builder.Services.AddOpenApi();
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        builder.Services.AddSingleton<TaskNames>();
        builder.Services.AddSingleton<Reading>();
        builder.Services.AddSingleton<CampaignMetrics>();
        return builder;
    }

    /// <summary>Maps all routes.</summary>
    public static IEndpointRouteBuilder MapArenaApi(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapOpenApi();
        var api = app.MapGroup("/api");
        api.MapSuites();
        api.MapModels();
        api.MapCampaigns();
        api.MapRuns();
        api.MapEvents();
        return app;
    }
}
