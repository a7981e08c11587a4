using System.Collections.Immutable;
using Arena.Core.Suites;

namespace Arena.Core.Models.Scripted;

/// <summary>What a scripted model says: for each task and repetition an entry of its own, or the default.</summary>
/// <param name="Default">What it says where <paramref name="Tasks"/> does not tell.</param>
/// <param name="Tasks">By task id: one entry per repetition; a repetition past the last entry begins again at the first.</param>
public sealed record ModelScript(ScriptEntry? Default, ImmutableDictionary<string, ImmutableArray<ScriptEntry>> Tasks)
{
    /// <summary>Why the script has nothing to say on a task; null where it has.</summary>
    public string? ProblemWith(SuiteTask task)
    {
        ImmutableArray<ScriptEntry> entries = Tasks.TryGetValue(task.Id, out var listed) ? listed : Default is null ? [] : [Default];
        var missing = entries.OfType<ScriptEntry.Plays>().Select(plays => plays.Solution).FirstOrDefault(id => task.Solutions.All(solution => solution.Id != id));
        if (entries.IsEmpty)
            return $"its script has nothing for {task.Id} and no default";
        return missing is null
            ? null
            : $"its script plays '{missing}' on {task.Id}, which has: {string.Join(", ", task.Solutions.Select(solution => solution.Id))}";
    }

    /// <summary>The turns for a repetition of a task.</summary>
    /// <exception cref="InvalidOperationException">The script has none, or names a solution that the task does not have.</exception>
    public ImmutableArray<ScriptedTurn> TurnsFor(SuiteTask task, int repetition)
    {
        var entry = Tasks.TryGetValue(task.Id, out var entries) && !entries.IsEmpty
            ? entries[(repetition - 1) % entries.Length]
            : Default ?? throw new InvalidOperationException($"The script has nothing for {task.Id} and no default.");
        return entry.TurnsFor(task);
    }
}
