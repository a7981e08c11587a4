using Arena.Core.Campaigns;

namespace Arena.Cli.Display;

/// <summary>The table that a report begins with.</summary>
internal static class CampaignTable
{
    // Those that make a reader doubt a verdict; the others are in the transcripts and the metrics.
    private static readonly string[] Noteworthy = ["no_engagement", "not_recovered", "attempted", "hacked"];

    public static void Write(CampaignView campaign, string transcripts)
    {
        Console.WriteLine();
        Console.WriteLine($"Campaign: {campaign.Id}{(campaign.Status == CampaignStatus.Finished ? "" : $" ({campaign.Status.ToString().ToLowerInvariant()})")}");
        Console.WriteLine($"Model:    {campaign.Model}");
        if (campaign.ModelNotes is { } notes)
            Console.WriteLine($"Note:     {notes.ReplaceLineEndings(" ")}");
        Console.WriteLine($"Harness:  {campaign.Harness}");
        Console.WriteLine($"Runs:     {campaign.Total} ({campaign.Tasks.Length} tasks x {campaign.Repetitions} runs each)");
        Console.WriteLine();

        TextTable.Write(
        [
            ["Task", "Score", "Failure mode", campaign.Tasks.Any(task => Signals(task).Length > 0) ? "Signals" : ""],
            .. campaign.Tasks.Select(task => (string[])[$"{task.Task} {task.Name}".Trim(), $"{task.Passed}/{task.Total}", Modes(task), Signals(task)]),
        ]);
        Console.WriteLine();

        var judged = campaign.Passed + campaign.Failed;
        Console.WriteLine($"Total: {campaign.Passed}/{campaign.Total}"
            + (judged > 0 ? $" ({100.0 * campaign.Passed / judged:0.0} % of {judged} judged)" : "")
            + (campaign.InfrastructureErrors > 0 ? $", {campaign.InfrastructureErrors} infrastructure errors" : ""));
        Console.WriteLine($"Cost: {Known(campaign.CostUsd)}"
            + (campaign.UnsettledUsd > 0 ? $", {Money.Of(campaign.UnsettledUsd)} unsettled (calls whose end was not seen)" : "")
            + $". Cost per pass: {(campaign.Passed == 0 ? "none passed" : Known(campaign.CostPerPassUsd))}.");
        Console.WriteLine($"Tokens: {campaign.InputTokens?.ToString("N0") ?? "unknown"} prompt, {campaign.OutputTokens?.ToString("N0") ?? "unknown"} output.");
        if (campaign.FinishedAt is { } finished)
            Console.WriteLine($"Time: {(finished - campaign.CreatedAt).TotalSeconds:0.0} s.");
        Console.WriteLine($"Transcripts: {transcripts}");
        Console.WriteLine($"Read one with: arena transcript {campaign.Id} {campaign.Tasks[0].Task} 1");
    }

    private static string Known(decimal? usd) => usd is null ? "unknown" : Money.Of(usd);

    private static string Signals(TaskView task) => string.Join("; ", task.Signals
        .Where(run => Noteworthy.Contains(run.Signal))
        .GroupBy(run => run.Signal)
        .Select(signal => $"{signal.Key} ({string.Join(", ", signal.Select(run => signal.Key == "no_engagement" ? $"R{run.N} {run.ModelMs / 1000.0:0.0} s" : $"R{run.N}"))})"));

    private static string Modes(TaskView task) => string.Join("; ", task.FailedRuns
        .GroupBy(run => run.Mode)
        .Select(mode => mode.Count() == task.Total ? $"{mode.Key} (all {task.Total})" : $"{mode.Key} ({string.Join(", ", mode.Select(run => $"R{run.N}"))})"));
}
