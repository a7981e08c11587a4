using System.Collections.Immutable;

namespace Arena.Core.Models;

/// <summary>The model cards of a folder. Cards are read when they are asked for, so a new file is found without a restart.</summary>
/// <param name="folder">The folder; it need not exist.</param>
public sealed class ModelCatalog(string folder)
{
    /// <summary>The ids of all cards in ordinal order.</summary>
    public ImmutableArray<string> Ids => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file)[..^".yaml".Length].Replace('\\', '/'))
            .Order(StringComparer.Ordinal)]
        : [];

    /// <summary>All cards in the order of their ids.</summary>
    /// <exception cref="Documents.DocumentException">A card is not what it must be.</exception>
    public ImmutableArray<ModelCard> List() => [.. Ids.Select(Get)];

    /// <summary>A card.</summary>
    /// <exception cref="UnknownModelException">There is none of that id; the message lists those that exist.</exception>
    /// <exception cref="Documents.DocumentException">The card is not what it must be.</exception>
    public ModelCard Get(string id)
    {
        // The id is looked up, never made a path of: an id from a request must not reach out of the folder.
        var ids = Ids;
        return ids.Contains(id, StringComparer.Ordinal)
            ? ModelCardReader.Read(id, Path.Combine(folder, id + ".yaml"))
            : throw new UnknownModelException(id, folder, ids);
    }
}

/// <summary>There is no model card of that id.</summary>
public sealed class UnknownModelException(string id, string folder, ImmutableArray<string> known) : Exception(
    $"There is no model '{id}' in {folder}; there are: {(known.IsEmpty ? "none" : string.Join(", ", known))}.");
