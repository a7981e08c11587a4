using System.Text.Json;
using Arena.Contracts;
using Arena.Core;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Outcomes;
using Arena.Core.Runs;

namespace Arena.Grains;

/// <summary>Between the core's summary of a run and the message that crosses grains.</summary>
internal static class RunReports
{
    public static RunReport ToReport(this RunSummary run) => new(
        run.Task,
        run.N,
        run.Seq,
        run.Status.ToSnakeCase(),
        run.Outcome?.ToSnakeCase(),
        run.FailureMode?.ToSnakeCase(),
        run.Reason,
        run.Attempts,
        run.Turns,
        run.ToolCalls,
        new UsageReport(
            run.Totals.Turns, run.Totals.ToolCalls,
            run.Totals.Usage.Input, run.Totals.Usage.Output, run.Totals.Usage.CacheRead, run.Totals.Usage.CacheWrite, run.Totals.Usage.Reasoning,
            run.Totals.CostUsd, run.Totals.UnsettledUsd, run.Totals.ModelMs, run.Totals.ToolMs, run.Totals.WaitingMs),
        run.StartedAt,
        run.WallMs);

    public static RunSummary ToSummary(this RunReport report) => new(
        report.Task,
        report.N,
        report.Seq,
        Parse<RunStatus>(report.Status),
        report.Outcome is { } outcome ? Parse<RunOutcome>(outcome) : null,
        report.FailureMode is { } mode ? Parse<FailureMode>(mode) : null,
        report.Reason,
        report.Attempt,
        report.Turns,
        report.ToolCalls,
        new RunTotals(
            report.Totals.Turns, report.Totals.ToolCalls,
            new TokenUsage(report.Totals.Input, report.Totals.Output, report.Totals.CacheRead, report.Totals.CacheWrite, report.Totals.Reasoning),
            report.Totals.CostUsd, report.Totals.UnsettledUsd, report.Totals.ModelMs, report.Totals.ToolMs, report.Totals.WaitingMs),
        report.StartedAt,
        report.WallMs);

    public static bool IsOver(this RunReport report) => report.Status == "finished";

    private static T Parse<T>(string name) where T : struct, Enum => JsonSerializer.Deserialize<T>($"\"{name}\"");
}
