using System.Collections.Immutable;
using Arena.Core.Documents;

namespace Arena.Core.Suites;

/// <summary>The suites of a folder: each folder in it that holds a <c>suite.yaml</c>. Read anew at each call, so an edit needs no restart.</summary>
/// <param name="folder">The folder that holds the suites' folders; it need not exist.</param>
public sealed class SuiteCatalog(string folder)
{
    /// <summary>The ids of the suites, in ordinal order. A broken suite is listed too.</summary>
    public ImmutableArray<string> List() => Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder).Where(f => File.Exists(Path.Combine(f, "suite.yaml"))).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Reads a suite.</summary>
    /// <exception cref="SuiteMissingException">There is no suite of that id; the message lists those that there are.</exception>
    /// <exception cref="DocumentException">The suite is not what it must be.</exception>
    public Suite Get(string id)
    {
        var ids = List();
        return ids.Contains(id) ? SuiteLoader.Load(Path.Combine(folder, id)) : throw new SuiteMissingException(id, ids);
    }

    /// <summary>Reads a suite by its id, or from a folder anywhere.</summary>
    /// <param name="idOrPath">An id of <see cref="List"/>, which comes first; else the path of a suite's folder.</param>
    /// <exception cref="SuiteMissingException">It is neither; the message lists the ids that there are.</exception>
    /// <exception cref="DocumentException">The suite is not what it must be.</exception>
    public Suite Find(string idOrPath)
    {
        var ids = List();
        if (ids.Contains(idOrPath))
            return SuiteLoader.Load(Path.Combine(folder, idOrPath));
        if (Directory.Exists(idOrPath))
            return SuiteLoader.Load(idOrPath);
        return idOrPath.Contains('/', StringComparison.Ordinal)
            ? throw new DocumentException(idOrPath, null, "there is no such folder.")
            : throw new SuiteMissingException(idOrPath, ids);
    }

    /// <summary>Reads the very version of a suite that a campaign was created with.</summary>
    /// <exception cref="SuiteChangedException">This host has another version.</exception>
    /// <exception cref="SuiteMissingException">There is no suite of that id.</exception>
    /// <exception cref="DocumentException">The suite is not what it must be.</exception>
    public Suite Get(Runs.SuiteReference pinned)
    {
        var suite = Get(pinned.Id);
        return suite.Digest == pinned.Digest ? suite : throw new SuiteChangedException(pinned, suite.Digest);
    }
}
