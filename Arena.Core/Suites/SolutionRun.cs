using System.Collections.Immutable;
using Arena.Core.Runs;
using Arena.Core.Tools;

namespace Arena.Core.Suites;

/// <summary>One run of a solution.</summary>
/// <param name="Verdict">What it got.</param>
/// <param name="ToolErrors">Its tool calls that were refused or failed without the task declaring so, as sentences.</param>
/// <param name="Duration">How long it took, waiting for a place in the sandbox included.</param>
public sealed record SolutionRun(SolutionVerdict Verdict, ImmutableArray<string> ToolErrors, TimeSpan Duration)
{
    /// <summary>Reads a run that has ended.</summary>
    /// <param name="state">The fold of its transcript.</param>
    /// <param name="duration">How long it took.</param>
    public static SolutionRun Of(RunState state, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new SolutionRun(SolutionVerdict.Of(state), [.. ErrorsOf(state)], duration);
    }

    private static IEnumerable<string> ErrorsOf(RunState state)
    {
        var turn = 0;
        foreach (var e in state.Conversation)
        {
            switch (e)
            {
                case ModelCallCompleted:
                    turn++;
                    break;
                case ToolDenied { Reason: not ToolDenial.LimitReached } denied:
                    yield return $"turn {turn}: {denied.Tool} was refused: {Short(denied.Message.Shown)}";
                    break;
                case ToolCompleted { Fault: false, Outcome: not ToolOutcome.Succeeded } failed:
                    yield return $"turn {turn}: {failed.Tool} {(failed.Outcome == ToolOutcome.TimedOut ? "was stopped" : "failed")}: {Short(failed.Output.Shown)}";
                    break;
            }
        }
    }

    private static string Short(string text)
    {
        var line = text.Trim().ReplaceLineEndings(" ");
        return line.Length <= 300 ? line : line[..300] + "...";
    }
}
