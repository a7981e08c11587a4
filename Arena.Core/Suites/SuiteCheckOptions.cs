using System.Collections.Immutable;

namespace Arena.Core.Suites;

/// <summary>What of a suite is checked, and how.</summary>
public sealed record SuiteCheckOptions
{
    /// <summary>The most runs at a time, at least 1. Default: the number of processors.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;

    /// <summary>How often each solution runs, at least 1; all its runs must get the same verdict. Default 2.</summary>
    public int Runs { get; init; } = 2;

    /// <summary>Ids of the tasks that are checked; empty for all.</summary>
    public ImmutableArray<string> Tasks { get; init; } = [];

    /// <summary>Ids (<c>trap-forged-report</c>) or kinds (<c>trap</c>) of the solutions that are checked; empty for all.</summary>
    public ImmutableArray<string> Solutions { get; init; } = [];

    /// <summary>Picks what is to be checked, in the order of the suite.</summary>
    /// <param name="suite">The suite.</param>
    /// <exception cref="SelectionException">A name fits nothing; the message lists what there is.</exception>
    public ImmutableArray<(SuiteTask Task, Solution Solution)> Select(Suite suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        if (Tasks.FirstOrDefault(id => suite.Tasks.All(task => task.Id != id)) is { } noTask)
            throw new SelectionException($"Suite {suite.Id} has no task '{noTask}'; it has: {string.Join(", ", suite.Tasks.Select(task => task.Id))}.");
        var tasks = suite.Tasks.Where(task => Tasks.IsEmpty || Tasks.Contains(task.Id)).ToList();
        if (Solutions.FirstOrDefault(name => !tasks.Exists(task => task.Solutions.Any(solution => Fits(solution, name)))) is { } nothing)
        {
            var ids = tasks.SelectMany(task => task.Solutions).Select(solution => solution.Id).Distinct(StringComparer.Ordinal);
            throw new SelectionException($"No task that is checked has a solution '{nothing}'; there are: {string.Join(", ", ids)}.");
        }

        return
        [
            .. tasks.SelectMany(task => task.Solutions
                .Where(solution => Solutions.IsEmpty || Solutions.Any(name => Fits(solution, name)))
                .Select(solution => (task, solution))),
        ];
    }

    private static bool Fits(Solution solution, string name) => solution.Id == name || solution.Kind == name;
}

/// <summary>A name that was asked for fits nothing of the suite; the message lists what there is.</summary>
public sealed class SelectionException(string message) : Exception(message);
