using System.Collections.Immutable;

namespace Arena.Core.Storage.Files;

/// <summary>The campaigns of a data folder: one folder each.</summary>
public sealed class FileCampaignIndex : ICampaignIndex
{
    private readonly string folder;

    /// <summary>Opens the index, making its folder where it does not exist.</summary>
    public FileCampaignIndex(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
    }

    /// <inheritdoc/>
    public ValueTask AddAsync(string campaign, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(folder, campaign));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<string>> ListAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(Directory.EnumerateDirectories(folder)
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal)
            .ToImmutableArray());
}
