using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace Arena.Core.Models.OpenAI;

/// <summary>
/// The SDK's clients, one for each server and time-out. Nothing below them repeats a call: not the SDK, which would three times,
/// and not the connection, which follows no redirection (it would send the prompt and the key on to wherever it is told).
/// </summary>
internal sealed class OpenAIClients : IDisposable
{
    // The caller's own limit comes first; this one only catches what it cannot.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, ChatClient> clients = new();
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        // An address where nobody answers must not take the time of a whole answer.
        ConnectTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The client for calls to a server. Its model is of no account: requests are written by Arena and name theirs.</summary>
    public ChatClient Chat(OpenAIServer server, string modelId, TimeSpan timeout) => clients.GetOrAdd(
        $"{server.Address}|{timeout}|{server.Key}",
        _ => new ChatClient(modelId, Credential(server), Options(server, timeout)));

    /// <summary>A client for what a server tells of itself.</summary>
    public OpenAIModelClient Models(OpenAIServer server, TimeSpan timeout) => new(Credential(server), Options(server, timeout));

    public void Dispose() => http.Dispose();

    private OpenAIClientOptions Options(OpenAIServer server, TimeSpan timeout)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = server.Address,
            NetworkTimeout = timeout + Slack,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            Transport = new HttpClientPipelineTransport(http),
            UserAgentApplicationId = "arena",
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            EnableDistributedTracing = false,
        };
        if (server.Key is null)
            options.AddPolicy(new NoKey(), PipelinePosition.BeforeTransport);
        return options;
    }

    // The SDK cannot be made without a key.
    private static ApiKeyCredential Credential(OpenAIServer server) => new(server.Key ?? "none");

    // Without a key there is no header either: an invented one is refused by some servers.
    private sealed class NoKey : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            ProcessNext(message, pipeline, currentIndex);
        }

        public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Remove("Authorization");
            await ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
