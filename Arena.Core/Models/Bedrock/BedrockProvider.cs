using Amazon.Runtime;
using Arena.Core.Runs;
using Arena.Core.Suites;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.Bedrock;

/// <summary>Models on AWS Bedrock. Credentials are found as every AWS tool finds them, or are an API key in the variable that the card names.</summary>
public sealed class BedrockProvider : IModelProvider, IDisposable
{
    private readonly TimeProvider time;
    private readonly Func<string, string?> environment;
    private readonly BedrockClients clients;

    /// <summary>Makes the provider.</summary>
    /// <param name="time">The clock of time-outs and delays.</param>
    public BedrockProvider(TimeProvider time) : this(time, Environment.GetEnvironmentVariable, null)
    {
    }

    internal BedrockProvider(TimeProvider time, Func<string, string?> environment, HttpClientFactory? http)
    {
        this.time = time;
        this.environment = environment;
        clients = new BedrockClients(environment, http);
    }

    /// <inheritdoc/>
    public string Kind => ProviderKinds.Bedrock;

    /// <inheritdoc/>
    public IChatClient Create(RunCreated created, SuiteTask task) => Create(created.Model, RunMetadata.Of(created));

    /// <summary>Makes a client for calls that belong to no run.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metadata">Sent with every request where the card says so; null for none.</param>
    public IChatClient Create(ModelReference model, IReadOnlyDictionary<string, string>? metadata = null) =>
        new BedrockChatClient(() => clients.For(model), model, metadata, time);

    /// <inheritdoc/>
    public async ValueTask<ProviderReadiness> ReadinessAsync(ModelReference model, CancellationToken cancellationToken)
    {
        try
        {
            return await BedrockCredentials.FindAsync(model, clients.ConfigOf(model.Connection ?? ModelConnection.Default), environment, cancellationToken);
        }
        catch (AmazonClientException e)
        {
            return new ProviderReadiness(false, e.Message, "Correct the AWS configuration of this machine.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => clients.Dispose();
}
