using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Arena.Core.Storage;

/// <summary>The campaigns of this process.</summary>
public sealed class InMemoryCampaignIndex : ICampaignIndex
{
    private readonly ConcurrentDictionary<string, bool> campaigns = new();

    /// <inheritdoc/>
    public ValueTask AddAsync(string campaign, CancellationToken cancellationToken)
    {
        campaigns.TryAdd(campaign, true);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<string>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(campaigns.Keys.Order(StringComparer.Ordinal).ToImmutableArray());
}
