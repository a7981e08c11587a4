using Arena.Core.Campaigns;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Results.Metrics;

namespace Arena.Cli.Clients;

/// <summary>Reads campaigns out of their logs.</summary>
internal class LogArenaClient(CampaignReader campaigns, IRunLog runs, SuiteCatalog suites, string data) : IArenaClient
{
    private readonly TaskNames names = new(suites);

    protected CampaignReader Campaigns { get; } = campaigns;

    public string TranscriptsOf(string campaign) => Path.Combine(data, "campaigns", campaign, "runs");

    public async Task<IReadOnlyList<CampaignView>> ListAsync(CancellationToken cancellationToken) => await Campaigns.ViewsAsync(names.Of, cancellationToken);

    public async Task<CampaignView> GetAsync(string campaign, CancellationToken cancellationToken) =>
        await Campaigns.ViewAsync(campaign, names.Of, cancellationToken) ?? throw await UnknownAsync(campaign, cancellationToken);

    public async Task<IReadOnlyList<RunView>> RunsAsync(string campaign, CancellationToken cancellationToken) =>
        await Campaigns.RunsAsync(campaign, cancellationToken) is { } all ? [.. all.Select(RunView.Of)] : throw await UnknownAsync(campaign, cancellationToken);

    public async Task<IReadOnlyList<RunMetrics>> MetricsAsync(string campaign, CancellationToken cancellationToken) =>
        await new CampaignMetrics(Campaigns, runs).ReadAsync(campaign, cancellationToken) ?? throw await UnknownAsync(campaign, cancellationToken);

    public async Task<string> TranscriptAsync(string campaign, string task, int n, string format, CancellationToken cancellationToken)
    {
        var key = new RunKey(campaign, task, n);
        var view = await GetAsync(campaign, cancellationToken);
        var run = await Campaigns.RunAsync(key, cancellationToken) ?? throw new CliException(
            $"Campaign {campaign} has no run {task}/{n}; it has {string.Join(", ", view.Tasks.Select(t => t.Task))}, each with runs 1 to {view.Repetitions}.", ExitCodes.Usage);
        var events = await runs.ReadAsync(key, 0, cancellationToken);
        return format switch
        {
            "json" => TranscriptJson.Write(RunView.Of(run), events, CliJson.Options),
            "jsonl" => System.Text.Encoding.UTF8.GetString(RunEventJson.ToJsonLines(events)),
            _ => TranscriptMarkdown.Write(key, events),
        };
    }

    public virtual Task<CampaignView> StartAsync(CampaignRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This client only reads.");

    public virtual Task<CampaignView> CommandAsync(string campaign, string command, CancellationToken cancellationToken) =>
        throw new CliException($"Nothing runs on the data folder {data}, so there is nothing to {command}. Start it with: arena up");

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<CliException> UnknownAsync(string campaign, CancellationToken cancellationToken)
    {
        var ids = await Campaigns.ListAsync(cancellationToken);
        return new CliException($"There is no campaign '{campaign}' in {data}; there are: {(ids.IsEmpty ? "none" : string.Join(", ", ids))}.", ExitCodes.Usage);
    }
}
