using Arena.Core.Campaigns;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Arena.Cli.Display;

/// <summary>Tasks by runs, each with where it is.</summary>
internal static class ProgressGrid
{
    // More columns than this do not fit beside the task names of a narrow terminal.
    private const int MostColumns = 12;

    public static IRenderable Of(CampaignView campaign, IReadOnlyList<RunView> runs)
    {
        var table = new Table().Border(TableBorder.None).AddColumn(new TableColumn("[bold]task[/]").NoWrap());
        var columns = Math.Min(campaign.Repetitions, MostColumns);
        for (var n = 1; n <= columns; n++)
            table.AddColumn(new TableColumn($"[bold]R{n}[/]").Centered().NoWrap());
        if (campaign.Repetitions > columns)
            table.AddColumn("...");
        var byRun = runs.ToDictionary(run => (run.Task, run.N));
        foreach (var task in campaign.Tasks)
        {
            var cells = Enumerable.Range(1, columns).Select(n => Cell(byRun[(task.Task, n)]));
            var more = campaign.Repetitions > columns ? new[] { $"{task.Finished}/{task.Total}" } : [];
            table.AddRow([$"{Markup.Escape(task.Task)} {Markup.Escape(task.Name ?? "")}", .. cells, .. more]);
        }

        var summary = $"{campaign.Finished}/{campaign.Total} runs, {campaign.Passed} passed, {Money.Of(campaign.CostUsd)}"
            + (campaign.UnsettledUsd > 0 ? $" + {Money.Of(campaign.UnsettledUsd)} unsettled" : "");
        return new Rows(new Text(campaign.Id, new Style(decoration: Decoration.Bold)), table, new Text(summary), new Text("Ctrl-C pauses.", new Style(Color.Grey)));
    }

    private static string Cell(RunView run) => run.Status switch
    {
        RunStatus.Waiting => "[grey]·[/]",
        RunStatus.Paused => "[yellow]‖[/]",
        RunStatus.Running => $"[blue]{run.Turns}[/]",
        _ => run.Passed switch { true => "[green]✔[/]", false => "[red]✘[/]", null => "[yellow]![/]" },
    };
}
