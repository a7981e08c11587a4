using Arena.Core.Runs;
using Arena.Core.Suites;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models;

/// <summary>Makes the clients of one kind of provider, named by <see cref="ModelReference.Provider"/>.</summary>
public interface IModelProvider
{
    /// <summary>The kind, as cards name it.</summary>
    string Kind { get; }

    /// <summary>
    /// Makes the client for the calls of one attempt. The client retries nothing; a failure is a <see cref="ModelCallException"/>.
    /// </summary>
    /// <param name="created">What the attempt was created with.</param>
    /// <param name="task">The task; a real provider has no use for it.</param>
    IChatClient Create(RunCreated created, SuiteTask task);

    /// <summary>
    /// Finds out whether a model of this provider could be called: credentials, region, address. Never calls a model, costs
    /// nothing, and answers within seconds.
    /// </summary>
    ValueTask<ProviderReadiness> ReadinessAsync(ModelReference model, CancellationToken cancellationToken);

    /// <summary>
    /// What the next call will be charged for at most, where the provider knows better than an estimate of the prompt and the
    /// output limit; null where it does not, as no real provider does. The larger of both is reserved.
    /// </summary>
    /// <param name="created">What the attempt was created with.</param>
    /// <param name="task">The task.</param>
    /// <param name="messages">The request's messages.</param>
    TokenForecast? Forecast(RunCreated created, SuiteTask task, IReadOnlyList<ChatMessage> messages) => null;
}

/// <summary>Tokens that a call will be charged for at most.</summary>
/// <param name="Input">Prompt tokens.</param>
/// <param name="Output">Output tokens.</param>
public sealed record TokenForecast(long Input, long Output);
