using System.Collections.Immutable;
using Arena.Core.Suites;

namespace Arena.Core.Models.Scripted;

/// <summary>One repetition of a script: turns of its own or a solution of the task, and what the whole of it claims to have taken. A closed set.</summary>
/// <param name="Usage">Tokens of all turns together, spread over them; null leaves each turn its own.</param>
/// <param name="Latency">Latency of all turns together, spread evenly; null leaves each turn its own.</param>
public abstract record ScriptEntry(RunUsage? Usage, TimeSpan? Latency)
{
    /// <summary>The turns for a task.</summary>
    /// <exception cref="InvalidOperationException">The task does not have the solution.</exception>
    public ImmutableArray<ScriptedTurn> TurnsFor(SuiteTask task)
    {
        var turns = TurnsOf(task);
        var latency = Latency / turns.Length;
        return
        [
            .. turns.Select((turn, i) => turn with
            {
                Usage = Usage is { } all ? new ScriptedUsage(Growing(all.Input, i, turns.Length), Even(all.Output, i, turns.Length)) : turn.Usage,
                Latency = latency ?? turn.Latency,
            }),
        ];
    }

    private protected abstract ImmutableArray<ScriptedTurn> TurnsOf(SuiteTask task);

    // A prompt holds all that was said before it: turn i has i shares. What division leaves over is the last turn's.
    private static long Growing(long all, int i, int count)
    {
        var shares = count * (count + 1L) / 2;
        return i < count - 1 ? all * (i + 1) / shares : all - Enumerable.Range(0, count - 1).Sum(before => all * (before + 1) / shares);
    }

    private static long Even(long all, int i, int count) => i < count - 1 ? all / count : all - all / count * (count - 1);

    /// <summary>Turns of its own.</summary>
    /// <param name="Turns">The turns.</param>
    /// <param name="Usage">Tokens of all turns together.</param>
    /// <param name="Latency">Latency of all turns together.</param>
    public sealed record Says(ImmutableArray<ScriptedTurn> Turns, RunUsage? Usage = null, TimeSpan? Latency = null) : ScriptEntry(Usage, Latency)
    {
        private protected override ImmutableArray<ScriptedTurn> TurnsOf(SuiteTask task) => Turns;
    }

    /// <summary>A solution of the task.</summary>
    /// <param name="Solution">Its id.</param>
    /// <param name="Usage">Tokens of all turns together.</param>
    /// <param name="Latency">Latency of all turns together.</param>
    public sealed record Plays(string Solution, RunUsage? Usage = null, TimeSpan? Latency = null) : ScriptEntry(Usage, Latency)
    {
        private protected override ImmutableArray<ScriptedTurn> TurnsOf(SuiteTask task) =>
            task.Solutions.FirstOrDefault(solution => solution.Id == Solution)?.Turns
                ?? throw new InvalidOperationException(
                    $"{task.Id} has no solution '{Solution}'; it has: {string.Join(", ", task.Solutions.Select(solution => solution.Id))}.");
    }
}

/// <summary>Tokens that a script claims for all its turns together.</summary>
/// <param name="Input">Prompt tokens; later turns get more of them, since a prompt holds all that was said before it.</param>
/// <param name="Output">Output tokens.</param>
public sealed record RunUsage(long Input, long Output);
