using System.Collections.Immutable;

namespace Arena.Core.Storage;

/// <summary>Which campaigns exist. Their state is in their logs; this only finds them. Safe for concurrent use.</summary>
public interface ICampaignIndex
{
    /// <summary>Adds a campaign; adding it again changes nothing. Durable when it returns.</summary>
    ValueTask AddAsync(string campaign, CancellationToken cancellationToken);

    /// <summary>All campaign ids in ordinal order.</summary>
    ValueTask<ImmutableArray<string>> ListAsync(CancellationToken cancellationToken);
}
