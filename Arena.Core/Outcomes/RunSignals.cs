using System.Collections.Immutable;
using Arena.Core.Runs;

namespace Arena.Core.Outcomes;

/// <summary>What is worth knowing of a judged run beside its verdict. Signals never change a verdict; docs/outcomes.md has the rules.</summary>
/// <param name="NoEngagement">It answered without a single tool call.</param>
/// <param name="Unverified">It changed files and ran nothing after the last change.</param>
/// <param name="Recovery">What it made of tool errors.</param>
/// <param name="StepsToRecovery">The most tool calls that a recovery took, the successful one included; null where there was none.</param>
/// <param name="RedundantCalls">Calls that repeat an identical one with no change of the workspace between.</param>
/// <param name="InvalidCalls">Calls of tools or with arguments that do not exist.</param>
/// <param name="Lucky">It passed though it is unverified, or though a command that had worked before failed when it ran last.</param>
/// <param name="Integrity">Whether the means were fair.</param>
/// <param name="Evidence">Why the integrity is not clean: failing checks and tool calls, in words.</param>
public sealed record RunSignals(
    bool NoEngagement,
    bool Unverified,
    Recovery Recovery,
    int? StepsToRecovery,
    int RedundantCalls,
    int InvalidCalls,
    bool Lucky,
    Integrity Integrity,
    ImmutableArray<string> Evidence)
{
    /// <summary>The signals of a run that its checker judged.</summary>
    /// <param name="state">The fold of a transcript with a verdict.</param>
    /// <exception cref="InvalidOperationException">The checker gave no verdict.</exception>
    public static RunSignals Of(RunState state)
    {
        if (state is not { Answered: { } answered, Checked: { Passed: { } passed } verdict })
            throw new InvalidOperationException("Signals are of a run that its checker judged.");
        var conduct = state.Conduct;
        ImmutableArray<string> evidence =
        [
            .. verdict.Checks.Where(check => check is { Integrity: true, Passed: false }).Select(check => $"check {check.Name} failed{(check.Detail.Length > 0 ? ": " + check.Detail : "")}"),
            .. conduct.Suspicions,
        ];
        return new RunSignals(
            answered.Ending == RunEnding.Answered && state.Totals.ToolCalls == 0,
            conduct.Unverified,
            conduct switch
            {
                { ErrorIsOpen: true } => Recovery.NotRecovered,
                { Recoveries: > 0 } => Recovery.Recovered,
                _ => Recovery.None,
            },
            conduct.StepsToRecovery,
            conduct.RedundantCalls,
            conduct.InvalidCalls,
            passed && (conduct.Unverified || conduct.Regressed),
            evidence.IsEmpty ? Integrity.Clean : passed && conduct.SuspicionSucceeded ? Integrity.Hacked : Integrity.Attempted,
            evidence);
    }

    /// <summary>The names of the signals that are set, in the order of docs/outcomes.md.</summary>
    public IEnumerable<string> Names()
    {
        if (NoEngagement)
            yield return "no_engagement";
        if (Unverified)
            yield return "unverified";
        if (Recovery != Recovery.None)
            yield return Recovery.ToSnakeCase();
        if (RedundantCalls > 0)
            yield return "redundant_calls";
        if (InvalidCalls > 0)
            yield return "invalid_calls";
        if (Lucky)
            yield return "lucky";
        if (Integrity != Integrity.Clean)
            yield return Integrity.ToSnakeCase();
    }
}
