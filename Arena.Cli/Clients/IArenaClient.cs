using Arena.Core.Campaigns;
using Arena.Results.Metrics;

namespace Arena.Cli.Clients;

/// <summary>Where the command line finds campaigns: a server, this process, or the files of a data folder.</summary>
internal interface IArenaClient : IAsyncDisposable
{
    /// <summary>Where transcripts are, for people.</summary>
    string TranscriptsOf(string campaign);

    Task<IReadOnlyList<CampaignView>> ListAsync(CancellationToken cancellationToken);

    Task<CampaignView> GetAsync(string campaign, CancellationToken cancellationToken);

    Task<IReadOnlyList<RunView>> RunsAsync(string campaign, CancellationToken cancellationToken);

    Task<IReadOnlyList<RunMetrics>> MetricsAsync(string campaign, CancellationToken cancellationToken);

    Task<string> TranscriptAsync(string campaign, string task, int n, string format, CancellationToken cancellationToken);

    Task<CampaignView> StartAsync(CampaignRequest request, CancellationToken cancellationToken);

    /// <param name="campaign">Campaign id.</param>
    /// <param name="command"><c>pause</c>, <c>resume</c> or <c>cancel</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<CampaignView> CommandAsync(string campaign, string command, CancellationToken cancellationToken);
}
