using System.Collections.Immutable;
using Arena.Core.Outcomes;

namespace Arena.Core.Suites;

/// <summary>Compares what a solution got with what it declares. Pure.</summary>
public static class SolutionJudge
{
    /// <summary>What is wrong with a solution and its checker.</summary>
    /// <param name="expect">The declared verdict.</param>
    /// <param name="runs">What its runs got; at least one.</param>
    /// <returns>Sentences without a full stop; none where all is as declared.</returns>
    public static ImmutableArray<string> Judge(SolutionExpectation expect, ImmutableArray<SolutionRun> runs)
    {
        ArgumentNullException.ThrowIfNull(expect);
        var problems = ImmutableArray.CreateBuilder<string>();
        if (runs.FirstOrDefault(run => run.Verdict.Outcome is not (RunOutcome.Passed or RunOutcome.Failed)) is { } unjudged)
            problems.Add(unjudged.Verdict.Outcome is null ? "did not end" : $"could not be judged: {unjudged.Verdict.Reason}");
        else if (runs.FirstOrDefault(run => !run.Verdict.Agrees(runs[0].Verdict)) is { } other)
            problems.Add(Flaky(runs[0].Verdict, other.Verdict, runs.IndexOf(other) + 1));
        else if (Misfit(expect, runs[0].Verdict) is { } misfit)
            problems.Add(misfit);

        // A script with a typing error does not do what it claims, and proves nothing.
        var errors = runs.Select(run => run.ToolErrors).FirstOrDefault(found => !found.IsEmpty, []);
        if (!expect.ToolErrors && !errors.IsEmpty)
            problems.Add($"a tool call of the script went wrong ({errors[0]}); mend the script, or declare expect.toolErrors: true where that is meant");
        if (expect.ToolErrors && errors.IsEmpty)
            problems.Add("declares expect.toolErrors, and no tool call went wrong");
        return problems.ToImmutable();
    }

    private static string? Misfit(SolutionExpectation expect, SolutionVerdict verdict) => verdict switch
    {
        { Outcome: RunOutcome.Passed } => expect.Passed ? null : "passed, and must not",
        _ when expect.Passed => $"failed as {verdict.Word}, and must pass; failing: {string.Join("; ", verdict.Details)}",
        _ when expect.FailureMode is { } mode && verdict.Word != mode => $"failed as {verdict.Word}, and must fail as {mode}",
        _ when expect.FailingCheck is { } check && !verdict.Failing.Contains(check) =>
            $"failed by {(verdict.Failing.IsEmpty ? "no check" : string.Join(", ", verdict.Failing))}, and must fail by {check}",
        _ => null,
    };

    private static string Flaky(SolutionVerdict first, SolutionVerdict other, int number) =>
        $"the checker is flaky: run 1 was {Told(first)}; run {number} was {Told(other)}";

    private static string Told(SolutionVerdict verdict) =>
        verdict.Details.IsEmpty ? verdict.Word : $"{verdict.Word} ({string.Join("; ", verdict.Details)})";
}
