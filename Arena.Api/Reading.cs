using System.Collections.Immutable;
using Arena.Core.Campaigns;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Api;

/// <summary>What routes read from.</summary>
internal sealed class Reading(CampaignReader campaigns, IRunLog runs, ICampaignLog campaignLog, TaskNames names)
{
    public CampaignReader Campaigns { get; } = campaigns;

    public IRunLog Runs { get; } = runs;

    public ICampaignLog CampaignLog { get; } = campaignLog;

    public ValueTask<CampaignView?> ViewAsync(string id, CancellationToken cancellationToken) => Campaigns.ViewAsync(id, names.Of, cancellationToken);

    public ValueTask<ImmutableArray<CampaignView>> ViewsAsync(CancellationToken cancellationToken) => Campaigns.ViewsAsync(names.Of, cancellationToken);

    public async Task<ProblemHttpResult> UnknownCampaignAsync(string id, CancellationToken cancellationToken)
    {
        var ids = await Campaigns.ListAsync(cancellationToken);
        var newest = ids.Reverse().Take(10).ToList();
        return Problems.NotFound("campaign", $"There is no campaign '{id}'; there are: {(newest.Count == 0 ? "none" : string.Join(", ", newest))}{(ids.Length > newest.Count ? ", ..." : "")}.");
    }

    /// <summary>The run, or what is wrong with the question.</summary>
    public async Task<(RunSummary? Run, ProblemHttpResult? Problem)> RunAsync(RunKey key, CancellationToken cancellationToken)
    {
        if (await Campaigns.FindAsync(key.Campaign, cancellationToken) is not { Spec: { } spec })
            return (null, await UnknownCampaignAsync(key.Campaign, cancellationToken));
        return await Campaigns.RunAsync(key, cancellationToken) is { } run
            ? (run, null)
            : (null, Problems.NotFound("run", $"Campaign {key.Campaign} has no run {key.Task}/{key.Repetition}; it has {string.Join(", ", spec.Tasks)}, each with runs 1 to {spec.Repetitions}."));
    }
}
