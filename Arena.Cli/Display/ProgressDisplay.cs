using Arena.Core.Campaigns;
using Spectre.Console;

namespace Arena.Cli.Display;

/// <summary>How a campaign comes along: live where a person looks on, a line per finished run where nobody does.</summary>
internal abstract class ProgressDisplay : IDisposable
{
    public static ProgressDisplay Create(bool quiet)
    {
        if (quiet)
            return new Silent();
        return AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? new LiveDisplayed() : new Lines();
    }

    public abstract void Show(CampaignView campaign, IReadOnlyList<RunView> runs);

    public virtual void Dispose()
    {
    }

    private sealed class Silent : ProgressDisplay
    {
        public override void Show(CampaignView campaign, IReadOnlyList<RunView> runs)
        {
        }
    }

    private sealed class Lines : ProgressDisplay
    {
        private readonly HashSet<(string, int)> shown = [];
        private bool begun;

        public override void Show(CampaignView campaign, IReadOnlyList<RunView> runs)
        {
            if (!begun)
                Console.Error.WriteLine($"{campaign.Id}: {campaign.Total} runs, {campaign.MaxParallelRuns} at a time");
            begun = true;
            foreach (var run in runs.Where(run => run.Status == RunStatus.Finished && shown.Add((run.Task, run.N))))
            {
                var verdict = run.Passed switch { true => "passed", false => Core.SnakeCase.ToSnakeCase(run.FailureMode!.Value), null => Core.SnakeCase.ToSnakeCase(run.Outcome!.Value) };
                Console.Error.WriteLine($"[{shown.Count}/{campaign.Total}] {run.Task} R{run.N} {verdict} ({run.Turns} turns, {run.ToolCalls} tool calls, {Money.Of(run.CostUsd)}, {run.WallMs / 1000.0:0.0} s)");
            }
        }
    }

    private sealed class LiveDisplayed : ProgressDisplay
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<LiveDisplayContext> context = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task live;

        public LiveDisplayed() => live = AnsiConsole.Live(new Text("")).AutoClear(true).StartAsync(started =>
        {
            context.SetResult(started);
            return done.Task;
        });

        public override void Show(CampaignView campaign, IReadOnlyList<RunView> runs)
        {
            var started = context.Task.GetAwaiter().GetResult();
            started.UpdateTarget(ProgressGrid.Of(campaign, runs));
            started.Refresh();
        }

        public override void Dispose()
        {
            done.TrySetResult();
            live.GetAwaiter().GetResult();
        }
    }
}
