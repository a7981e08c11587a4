using System.Collections.Immutable;
using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Arena.Simulation;

/// <summary>A simulated provider on this machine's loopback address.</summary>
public sealed class Simulator : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SimulatedService service;

    private Simulator(WebApplication app, SimulatedService service, Uri address) => (this.app, this.service, Address) = (app, service, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The requests that have arrived so far.</summary>
    public ImmutableArray<SimulatedRequest> Requests => service.Requests;

    /// <summary>Starts it.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="service">What it answers with; stopped and disposed of with the simulator.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<Simulator> StartAsync(SimulatorOptions options, SimulatedService service, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A conversation with its files is large; the services take as much.
            kestrel.Limits.MaxRequestBodySize = 25_000_000;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                if (options.Certificate is { } certificate)
                    listen.UseHttps(certificate, https => https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13);
            });
        });
        var app = builder.Build();
        app.Run(service.HandleAsync);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            service.Dispose();
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new Simulator(app, service, new Uri(address));
    }

    /// <summary>Stops it; answers under way are broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        service.Stop();
        await app.DisposeAsync();
        service.Dispose();
    }
}
