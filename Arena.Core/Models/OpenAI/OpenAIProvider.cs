using Arena.Core.Runs;
using Arena.Core.Suites;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.OpenAI;

/// <summary>
/// Models behind OpenAI's chat completions: OpenAI itself, or any server that speaks them (vLLM, Ollama, llama.cpp, LM Studio,
/// OpenRouter) at the card's <c>connection.endpoint</c>. A card without an endpoint follows <c>OPENAI_BASE_URL</c> and
/// <c>OPENAI_API_KEY</c>, as OpenAI's own clients do; one with an endpoint sends the key of the variable that it names, or none.
/// </summary>
public sealed class OpenAIProvider : IModelProvider, IDisposable
{
    private readonly TimeProvider time;
    private readonly Func<string, string?> environment;
    private readonly OpenAIClients clients = new();

    /// <summary>Makes the provider.</summary>
    /// <param name="time">The clock of time-outs and delays.</param>
    public OpenAIProvider(TimeProvider time) : this(time, Environment.GetEnvironmentVariable)
    {
    }

    internal OpenAIProvider(TimeProvider time, Func<string, string?> environment) => (this.time, this.environment) = (time, environment);

    /// <inheritdoc/>
    public string Kind => ProviderKinds.OpenAI;

    /// <inheritdoc/>
    public IChatClient Create(RunCreated created, SuiteTask task) => Create(created.Model, RunMetadata.Of(created));

    /// <summary>Makes a client for calls that belong to no run.</summary>
    /// <param name="model">The model.</param>
    /// <param name="metadata">Sent with every request where the card says so; null for none.</param>
    public IChatClient Create(ModelReference model, IReadOnlyDictionary<string, string>? metadata = null) =>
        new OpenAIChatClient(clients, OpenAIServer.Of(model, environment), model, metadata, time);

    /// <inheritdoc/>
    public async ValueTask<ProviderReadiness> ReadinessAsync(ModelReference model, CancellationToken cancellationToken)
    {
        var server = OpenAIServer.Of(model, environment);
        return server.Problem ?? await OpenAIReadiness.AskAsync(clients, server, model, time, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => clients.Dispose();
}
