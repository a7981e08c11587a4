using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Runs;
using Arena.Core.Storage;

namespace Arena.Grains;

/// <summary>A task of a campaign. What it knows of its runs is in the campaign's log; nothing else is stored.</summary>
public sealed class TaskGrain(ICampaignLog campaigns) : Grain, ITaskGrain
{
    private readonly Dictionary<int, RunReport> latest = [];
    private string campaign = "";
    private string task = "";

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        (campaign, task) = (key[..slash], key[(slash + 1)..]);
        var state = CampaignState.Fold(await campaigns.ReadAsync(campaign, 0, cancellationToken));
        foreach (var run in state.Runs.Values.Where(run => run.Task == task && run.Status != RunStatus.Waiting))
            latest[run.N] = run.ToReport();
    }

    public async Task<RunReport> StartAsync(int n)
    {
        var known = latest.GetValueOrDefault(n);
        if (known?.IsOver() == true)
            return known;
        var report = await Run(n).StartAsync(Math.Max(1, known?.Attempt ?? 1));
        return await TakeAsync(report);
    }

    public async Task ReportAsync(RunReport report)
    {
        var taken = await TakeAsync(report);
        await GrainFactory.Campaign(campaign).ReportAsync(taken);
    }

    public Task<TaskStability> GetStabilityAsync()
    {
        var passed = latest.Values.Count(run => run.Outcome == "passed");
        var failed = latest.Values.Count(run => run.Outcome == "failed");
        return Task.FromResult(new TaskStability(passed, failed, passed > 0 && failed > 0));
    }

    private async Task<RunReport> TakeAsync(RunReport report)
    {
        if (latest.GetValueOrDefault(report.N) is { } known && report.Seq < known.Seq)
            return known;
        latest[report.N] = report;
        if (report is { Outcome: "infrastructure_error" } && !report.IsOver())
            await Run(report.N).StartAsync(report.Attempt + 1);
        return report;
    }

    private IRunGrain Run(int n) => GrainFactory.Run(new RunKey(campaign, task, n));
}
