using System.Collections.Immutable;
using Arena.Core.Suites;

namespace Arena.Core.Models.Scripted;

/// <summary>What a scripted model says: for each task and repetition a script of its own, or a solution of the suite.</summary>
/// <param name="Default">The solution that it plays where <paramref name="Tasks"/> does not tell.</param>
/// <param name="Tasks">By task id: one entry per repetition; a repetition past the last entry begins again at the first.</param>
public sealed record ModelScript(string? Default, ImmutableDictionary<string, ImmutableArray<ScriptEntry>> Tasks)
{
    /// <summary>The turns for a repetition of a task.</summary>
    /// <exception cref="InvalidOperationException">The script has none, or names a solution that the task does not have.</exception>
    public ImmutableArray<ScriptedTurn> TurnsFor(SuiteTask task, int repetition)
    {
        var entry = Tasks.TryGetValue(task.Id, out var entries) && !entries.IsEmpty
            ? entries[(repetition - 1) % entries.Length]
            : Default is null
                ? throw new InvalidOperationException($"The script has nothing for {task.Id} and no default solution.")
                : new ScriptEntry.Plays(Default);
        return entry switch
        {
            ScriptEntry.Says says => says.Turns,
            ScriptEntry.Plays plays => task.Solutions.FirstOrDefault(solution => solution.Id == plays.Solution)?.Turns
                ?? throw new InvalidOperationException(
                    $"{task.Id} has no solution '{plays.Solution}'; it has: {string.Join(", ", task.Solutions.Select(solution => solution.Id))}."),
            _ => throw new InvalidOperationException($"Unknown entry {entry}."),
        };
    }
}

/// <summary>One repetition of a script. A closed set.</summary>
public abstract record ScriptEntry
{
    private ScriptEntry() { }

    /// <summary>Turns of its own.</summary>
    /// <param name="Turns">The turns.</param>
    public sealed record Says(ImmutableArray<ScriptedTurn> Turns) : ScriptEntry;

    /// <summary>A solution of the task.</summary>
    /// <param name="Solution">Its id.</param>
    public sealed record Plays(string Solution) : ScriptEntry;
}
