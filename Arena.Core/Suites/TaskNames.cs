using System.Collections.Concurrent;
using System.Collections.Frozen;
using Arena.Core.Documents;

namespace Arena.Core.Suites;

/// <summary>Names of tasks, for people. A suite that this host does not have, or that is broken, has none. Safe for concurrent use.</summary>
public sealed class TaskNames(SuiteCatalog suites)
{
    private readonly ConcurrentDictionary<string, FrozenDictionary<string, string>> known = new();

    /// <summary>The name of a task; null where it is not known.</summary>
    public string? Of(string suite, string task) => known.GetOrAdd(suite, Read).GetValueOrDefault(task);

    private FrozenDictionary<string, string> Read(string suite)
    {
        try
        {
            return suites.Get(suite).Tasks.ToFrozenDictionary(task => task.Id, task => task.Name);
        }
        catch (Exception e) when (e is SuiteMissingException or DocumentException)
        {
            return FrozenDictionary<string, string>.Empty;
        }
    }
}
