using Arena.Api;
using Arena.Core.Configuration;
using Arena.Core.Storage.Files;
using Arena.ServiceDefaults;
using Arena.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Arena.AppHost;

/// <summary>The whole embedded stack in one process: API, grains, storage.</summary>
public static class ArenaApp
{
    /// <summary>Builds and starts it; the data folder then tells its address.</summary>
    public static async Task<WebApplication> StartAsync(ArenaSettings settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.UseUrls(settings.Address);
        builder.AddServiceDefaults();
        await builder.AddArenaAsync(settings, cancellationToken);
        builder.AddArenaApi();

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapArenaApi();
        await app.StartAsync(cancellationToken);
        app.Services.GetRequiredService<DataFolder>().Announce(AddressOf(app));
        return app;
    }

    /// <summary>Where a started application answers.</summary>
    public static Uri AddressOf(WebApplication app) => new(app.Urls.First());
}
