using System.Collections.Immutable;
using Arena.Core.Outcomes;
using Arena.Core.Runs;

namespace Arena.Core.Suites;

/// <summary>The verdict of one run, as far as two runs of a solution must agree on it.</summary>
/// <param name="Outcome">What came of it; null where it did not end.</param>
/// <param name="FailureMode">How it failed, where it failed.</param>
/// <param name="Failing">Names of the checks that failed, in ordinal order.</param>
/// <param name="Details">The same checks with what they saw, in the checker's order, for people.</param>
/// <param name="Reason">Why nobody could judge it; null where it was judged.</param>
public sealed record SolutionVerdict(
    RunOutcome? Outcome, FailureMode? FailureMode, ImmutableArray<string> Failing, ImmutableArray<string> Details, string? Reason)
{
    /// <summary>Reads the verdict of a run that has ended.</summary>
    /// <param name="state">The fold of its transcript.</param>
    public static SolutionVerdict Of(RunState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var failing = state.Checked?.Checks.Where(check => !check.Passed).ToImmutableArray() ?? [];
        return new SolutionVerdict(
            state.Finished?.Outcome,
            state.Finished?.FailureMode,
            [.. failing.Select(check => check.Name).Order(StringComparer.Ordinal)],
            [.. failing.Select(check => check.Detail.Length == 0 ? check.Name : $"{check.Name}: {check.Detail}")],
            state.Finished?.Reason);
    }

    /// <summary>Whether outcome, failure mode and the set of failing checks are the same; what the checks saw may differ.</summary>
    public bool Agrees(SolutionVerdict other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Outcome == other.Outcome && FailureMode == other.FailureMode && Failing.SequenceEqual(other.Failing, StringComparer.Ordinal);
    }

    /// <summary>The verdict as one word: <c>passed</c>, a failure mode, or another outcome.</summary>
    public string Word => (Outcome, FailureMode) switch
    {
        (null, _) => "unfinished",
        (_, { } mode) => mode.ToSnakeCase(),
        ({ } outcome, _) => outcome.ToSnakeCase(),
    };

    /// <inheritdoc/>
    public override string ToString() => Failing.IsEmpty ? Word : $"{Word} by {string.Join(", ", Failing)}";
}
