using Arena.Core.Suites;

namespace Arena.Cli.Display;

/// <summary>What a check of a suite found, for machines.</summary>
internal sealed record SuiteCheckView(
    string Suite, string Digest, string Sandbox, bool Holds, double Seconds, IReadOnlyList<SuiteCheckView.TaskView> Tasks)
{
    public static SuiteCheckView Of(SuiteReport report, string sandbox) => new(
        report.Suite.Id,
        report.Suite.Digest,
        sandbox,
        report.Holds,
        Math.Round(report.Duration.TotalSeconds, 3),
        [
            .. report.Results.GroupBy(result => result.Task).Select(task => new TaskView(
                task.Key.Id,
                task.Key.Name,
                [.. report.Warnings.Where(warning => warning.Task == task.Key.Id).Select(warning => warning.Text)],
                [.. task.Select(Of)])),
        ]);

    private static SolutionView Of(SolutionResult result) => new(
        result.Solution.Id,
        result.Solution.Title,
        result.Solution.Kind,
        result.Problems,
        [.. result.Runs.Select(run => new RunView(run.Verdict.Word, run.Verdict.Failing, run.Verdict.Details, run.Verdict.Reason, run.ToolErrors, (long)run.Duration.TotalMilliseconds))]);

    internal sealed record TaskView(string Task, string Name, IReadOnlyList<string> Warnings, IReadOnlyList<SolutionView> Solutions);

    internal sealed record SolutionView(string Solution, string Title, string Kind, IReadOnlyList<string> Problems, IReadOnlyList<RunView> Runs);

    internal sealed record RunView(
        string Verdict, IReadOnlyList<string> Failing, IReadOnlyList<string> Details, string? Reason, IReadOnlyList<string> ToolErrors, long DurationMs);
}
