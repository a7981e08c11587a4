using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

namespace Arena.GrainHost.Tests.Embedded;

/// <summary>Hosts that one test configures for itself.</summary>
internal static class TestSilo
{
    public static IHost Build(Action<ISiloBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(configure);
        return builder.Build();
    }

    public static async Task<string> RefusalAsync(Action<ISiloBuilder> configure)
    {
        using var host = Build(configure);
        return (await Should.ThrowAsync<OrleansConfigurationException>(() => host.StartAsync())).Message;
    }

    public static IGrainFactory Grains(this IHost host) => host.Services.GetRequiredService<IGrainFactory>();
}
