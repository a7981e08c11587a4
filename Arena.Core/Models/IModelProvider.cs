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
}
