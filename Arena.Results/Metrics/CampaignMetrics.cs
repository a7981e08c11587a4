using System.Collections.Immutable;
using Arena.Core.Campaigns;
using Arena.Core.Runs;
using Arena.Core.Storage;

namespace Arena.Results.Metrics;

/// <summary>Reads the metrics of a campaign's runs out of their transcripts. Safe for concurrent use.</summary>
/// <param name="campaigns">Tells which runs there are.</param>
/// <param name="runs">The transcripts.</param>
public sealed class CampaignMetrics(CampaignReader campaigns, IRunLog runs)
{
    /// <summary>The metrics of every run in the order of tasks and repetitions; null where there is no such campaign.</summary>
    /// <exception cref="LogDamagedException">A transcript cannot be read.</exception>
    public async ValueTask<ImmutableArray<RunMetrics>?> ReadAsync(string campaign, CancellationToken cancellationToken)
    {
        if (await campaigns.FindAsync(campaign, cancellationToken) is not { Spec: { } spec })
            return null;
        var metrics = ImmutableArray.CreateBuilder<RunMetrics>(spec.Total);
        foreach (var task in spec.Tasks)
        {
            for (var n = 1; n <= spec.Repetitions; n++)
            {
                var run = RunMetrics.Of(task, n, await runs.ReadAsync(new RunKey(campaign, task, n), 0, cancellationToken));
                // Also what has not begun costs no $0 at an unknown price.
                metrics.Add(spec.IsPriced ? run : run with { CostUsd = null });
            }
        }

        return metrics.DrainToImmutable();
    }
}
