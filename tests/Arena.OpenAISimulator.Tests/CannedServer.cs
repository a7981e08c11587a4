using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Arena.Core.Models;
using Arena.Core.Models.OpenAI;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Arena.OpenAISimulator.Tests;

/// <summary>A server that says what a test tells it to, for the ways of servers that the simulator does not have.</summary>
internal sealed class CannedServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly OpenAIProvider provider;

    private CannedServer(WebApplication app, Func<string, string?> environment)
    {
        this.app = app;
        provider = new OpenAIProvider(TimeProvider.System, environment);
    }

    public string Endpoint => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v1";

    /// <summary>The requests that came: method, path and authorization.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public IModelProvider Provider => provider;

    public static async Task<CannedServer> StartAsync(Func<HttpContext, Task> answer, Func<string, string?>? environment = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new CannedServer(builder.Build(), environment ?? (_ => null));
        server.app.Run(context =>
        {
            server.Requests.Enqueue($"{context.Request.Method} {context.Request.Path} {context.Request.Headers.Authorization}".TrimEnd());
            return answer(context);
        });
        await server.app.StartAsync();
        return server;
    }

    /// <summary>One response for every request.</summary>
    public static Task<CannedServer> StartAsync(int status, string contentType, string body, params (string Name, string Value)[] headers) => StartAsync(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
    });

    /// <summary>A whole answer.</summary>
    public static Task<CannedServer> StartWithJsonAsync(string json) => StartAsync(200, "application/json; charset=utf-8", json);

    /// <summary>A stream of these events.</summary>
    public static Task<CannedServer> StartWithEventsAsync(params string[] events) =>
        StartAsync(200, "text/event-stream; charset=utf-8", string.Concat(events.Select(e => $"data: {e}\n\n")));

    public ModelReference Model(bool streaming = true, Func<ModelConnection, ModelConnection>? connection = null) => Completions.Model(Endpoint, streaming, connection);

    public IChatClient Client(bool streaming = true, Func<ModelConnection, ModelConnection>? connection = null) => provider.Create(Model(streaming, connection));

    public async ValueTask DisposeAsync()
    {
        provider.Dispose();
        await app.DisposeAsync();
    }
}
