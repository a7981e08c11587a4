using System.Collections.Immutable;
using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Arena.BedrockSimulator;

/// <summary>A Bedrock on this machine's loopback address.</summary>
public sealed class Simulator : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly RequestHandler handler;

    private Simulator(WebApplication app, RequestHandler handler, Uri address) => (this.app, this.handler, Address) = (app, handler, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The requests that have arrived so far.</summary>
    public ImmutableArray<SimulatedRequest> Requests => handler.Requests;

    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<Simulator> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A conversation with its files is large; the service takes as much.
            kestrel.Limits.MaxRequestBodySize = 25_000_000;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                if (options.Certificate is { } certificate)
                    listen.UseHttps(certificate, https => https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13);
            });
        });
        var app = builder.Build();
        var handler = new RequestHandler(options);
        app.Run(handler.HandleAsync);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new Simulator(app, handler, new Uri(address));
    }

    /// <summary>Stops it; answers under way are broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        handler.Stop();
        await app.DisposeAsync();
        handler.Dispose();
    }
}
