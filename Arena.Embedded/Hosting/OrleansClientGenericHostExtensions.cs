using Arena.Embedded.Hosting;
using Arena.Embedded.Runtime;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds the way in to the grains. In one process the client is the silo, so the same application needs both.</summary>
public static class OrleansClientGenericHostExtensions
{
    public static IHostApplicationBuilder UseOrleansClient(this IHostApplicationBuilder hostAppBuilder) =>
        hostAppBuilder.UseOrleansClient(static _ => { });

    public static IHostApplicationBuilder UseOrleansClient(
        this IHostApplicationBuilder hostAppBuilder, Action<IClientBuilder> configureDelegate)
    {
        Add(hostAppBuilder.Services, hostAppBuilder.Configuration, configureDelegate);
        return hostAppBuilder;
    }

    public static HostApplicationBuilder UseOrleansClient(this HostApplicationBuilder hostAppBuilder) =>
        hostAppBuilder.UseOrleansClient(static _ => { });

    public static HostApplicationBuilder UseOrleansClient(
        this HostApplicationBuilder hostAppBuilder, Action<IClientBuilder> configureDelegate)
    {
        Add(hostAppBuilder.Services, hostAppBuilder.Configuration, configureDelegate);
        return hostAppBuilder;
    }

    private static void Add(IServiceCollection services, IConfiguration configuration, Action<IClientBuilder> configure)
    {
        services.AddHostedService<SiloRequired>();
        services.TryAddSingleton<IClusterClient>(SiloRequired.Refuse);
        services.TryAddSingleton<IGrainFactory>(SiloRequired.Refuse);
        configure(new SiloBuilder(services, configuration));
    }

    private sealed class SiloRequired(IServiceProvider services) : IHostedService
    {
        public static EmbeddedSilo Refuse(IServiceProvider services) => throw new OrleansConfigurationException(
            "UseOrleansClient was called without UseOrleans. In the embedded stack there is one process and the client is "
            + "its silo: call UseOrleans on the same builder, or build with ArenaStack=cluster.");

        public Task StartAsync(CancellationToken cancellationToken) =>
            services.GetService<EmbeddedSilo>() is null ? Task.FromResult(Refuse(services)) : Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
