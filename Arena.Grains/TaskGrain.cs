using Arena.Contracts;
using Arena.Core.Runs;

namespace Arena.Grains;

/// <summary>A task of a campaign.</summary>
public sealed class TaskGrain([PersistentState("runs", "arena")] IPersistentState<TaskRuns> runs) : Grain, ITaskGrain
{
    private string campaign = "";
    private string task = "";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        (campaign, task) = (key[..slash], key[(slash + 1)..]);
        return Task.CompletedTask;
    }

    public async Task<RunReport> StartAsync(int n)
    {
        var known = runs.State.Latest.GetValueOrDefault(n);
        if (known?.IsOver() == true)
            return known;
        var report = await Run(n).StartAsync(Math.Max(1, known?.Attempt ?? 1));
        return await TakeAsync(report);
    }

    public async Task ReportAsync(RunReport report)
    {
        var latest = await TakeAsync(report);
        await GrainFactory.Campaign(campaign).ReportAsync(latest);
    }

    public Task<TaskStability> GetStabilityAsync()
    {
        var passed = runs.State.Latest.Values.Count(run => run.Outcome == "passed");
        var failed = runs.State.Latest.Values.Count(run => run.Outcome == "failed");
        return Task.FromResult(new TaskStability(passed, failed, passed > 0 && failed > 0));
    }

    private async Task<RunReport> TakeAsync(RunReport report)
    {
        var known = runs.State.Latest.GetValueOrDefault(report.N);
        if (known is not null && report.Seq < known.Seq)
            return known;
        runs.State.Latest[report.N] = report;
        // Totals in between are in the transcript; only what this grain decides by is worth a write.
        if (known is null || known.Status != report.Status || known.Attempt != report.Attempt)
            await runs.WriteStateAsync();
        if (report is { Outcome: "infrastructure_error" } && !report.IsOver())
            await Run(report.N).StartAsync(report.Attempt + 1);
        return report;
    }

    private IRunGrain Run(int n) => GrainFactory.Run(new RunKey(campaign, task, n));
}
