using System.Collections.Concurrent;
using Arena.Core.Models.Dialects;
using Arena.Core.Runs;
using Arena.Core.Suites;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.Scripted;

/// <summary>Makes scripted models: loop, tools and checkers run for real, without a network.</summary>
public sealed class ScriptedProvider(ModelCatalog models, TimeProvider time) : IModelProvider
{
    private readonly ConcurrentDictionary<string, ModelScript> scripts = new();

    /// <summary>The kind that cards name.</summary>
    public const string KindName = "scripted";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public IChatClient Create(RunCreated created, SuiteTask task) =>
        new ScriptedChatClient(ScriptOf(created).TurnsFor(task, created.Run), created.Model.ModelId, created.ScriptedLatency, time, ToolDialects.Find(created.Model.Dialect));

    /// <inheritdoc/>
    /// <remarks>A script may claim more tokens than its text has bytes, and more output than its card allows.</remarks>
    public TokenForecast? Forecast(RunCreated created, SuiteTask task, IReadOnlyList<ChatMessage> messages)
    {
        var usage = ScriptedChatClient.UsageOf(ScriptOf(created).TurnsFor(task, created.Run), messages);
        return new TokenForecast(usage.Input, usage.Output);
    }

    /// <inheritdoc/>
    public ValueTask<ProviderReadiness> ReadinessAsync(ModelReference model, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ProviderReadiness(true, "a script needs nothing"));

    // A thousand runs of a campaign read their card once.
    private ModelScript ScriptOf(RunCreated created) => scripts.GetOrAdd(created.Model.Digest, _ => models.Get(created.Model.Card).Script
        ?? throw new InvalidOperationException($"Model card {created.Model.Card} has no script."));
}
