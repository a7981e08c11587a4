using System.Collections.Concurrent;
using Amazon;
using Amazon.BedrockRuntime;
using Amazon.Runtime;

namespace Arena.Core.Models.Bedrock;

/// <summary>
/// The SDK's clients, one for each way to reach the service. None of them repeats a call: the SDK would by itself, up to
/// thirteen times, where nobody counts the money.
/// </summary>
internal sealed class BedrockClients(Func<string, string?> environment, HttpClientFactory? http = null) : IDisposable
{
    // The caller's own limit comes first; this one only catches what it cannot.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Lazy<AmazonBedrockRuntimeClient>> clients = new();

    /// <summary>The client for a model.</summary>
    /// <exception cref="ModelCallException">The environment variable that the card names is not set, or no region is known.</exception>
    public AmazonBedrockRuntimeClient For(ModelReference model)
    {
        var connection = model.Connection ?? ModelConnection.Default;
        var key = KeyOf(connection);
        return clients.GetOrAdd($"{connection.Endpoint}|{connection.Region}|{connection.Timeout}|{key}", _ => new(() => Create(connection, key))).Value;
    }

    /// <summary>How a model is reached, without its key.</summary>
    public AmazonBedrockRuntimeConfig ConfigOf(ModelConnection connection)
    {
        var config = new AmazonBedrockRuntimeConfig
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            Timeout = (connection.Timeout ?? ModelConnection.DefaultTimeout) + Slack,
            HttpClientFactory = http,
            LogResponse = false,
            DisableLogging = true,
        };
        if (connection.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = connection.Region ?? environment("AWS_REGION") ?? environment("AWS_DEFAULT_REGION") ?? "us-east-1";
        }
        else if (connection.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }

    public void Dispose()
    {
        foreach (var client in clients.Values.Where(client => client.IsValueCreated))
            client.Value.Dispose();
    }

    private AmazonBedrockRuntimeClient Create(ModelConnection connection, string? key)
    {
        var config = ConfigOf(connection);
        if (key is not null)
        {
            config.AWSTokenProvider = new ServiceBearerStaticTokenProvider(key, null);
            config.AuthSchemePreference = ["httpBearerAuth"];
        }

        return new AmazonBedrockRuntimeClient(config);
    }

    private string? KeyOf(ModelConnection connection)
    {
        if (connection.KeyVariable is not { } variable)
            return null;
        return environment(variable) is { Length: > 0 } key
            ? key
            : throw new ModelCallException(ModelFailureKind.AccessDenied, $"The environment variable {variable} is not set. Next: set it to a Bedrock API key.");
    }
}
