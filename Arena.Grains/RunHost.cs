using System.Collections.Concurrent;
using Arena.Core.Campaigns;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;

namespace Arena.Grains;

/// <summary>What the run grains of a silo share: services, campaigns and suites that have been read once.</summary>
public sealed class RunHost(RunServices services, ICampaignLog campaigns, SuiteCatalog suites)
{
    private readonly ConcurrentDictionary<string, CampaignSpec> specs = new();
    private readonly ConcurrentDictionary<string, Suite> suitesByDigest = new();

    /// <summary>What the loop works with.</summary>
    public RunServices Services { get; } = services;

    /// <summary>How long a run that is asked to stop may finish its step: 3 s.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a run renews its lease and tells its totals: 10 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The campaign of a run.</summary>
    /// <exception cref="InvalidOperationException">There is no such campaign.</exception>
    public async Task<CampaignSpec> CampaignOfAsync(RunKey run, CancellationToken cancellationToken)
    {
        if (specs.TryGetValue(run.Campaign, out var known))
            return known;
        var events = await campaigns.ReadAsync(run.Campaign, 0, cancellationToken);
        var spec = events is [CampaignCreated created, ..] ? created.Spec : throw new InvalidOperationException($"There is no campaign {run.Campaign}.");
        return specs.GetOrAdd(run.Campaign, spec);
    }

    /// <summary>A task of a campaign, from the very suite that the campaign was created with.</summary>
    /// <exception cref="SuiteChangedException">This host has another version of the suite.</exception>
    public SuiteTask TaskOf(CampaignSpec spec, string task) =>
        suitesByDigest.GetOrAdd(spec.Suite.Digest, _ => suites.Get(spec.Suite)).Tasks.First(candidate => candidate.Id == task);
}
