using Arena.Cli.Clients;
using Arena.Cli.Display;
using Arena.Core.Campaigns;

namespace Arena.Cli.Commands;

/// <summary>Follows a campaign to its end.</summary>
internal static class Following
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(150);

    /// <summary>Shows progress until the campaign is over, then its table. Ctrl-C pauses the campaign.</summary>
    public static async Task<int> ToTheEndAsync(IArenaClient client, CampaignView campaign, bool json, CancellationToken cancellationToken)
    {
        try
        {
            campaign = await WaitAsync(client, campaign.Id, json, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var paused = await client.CommandAsync(campaign.Id, "pause", CancellationToken.None);
            await Console.Error.WriteLineAsync($"\nPaused {paused.Id}, {paused.Finished} of {paused.Total} runs done; nothing is lost. Go on with: arena resume {paused.Id}");
            return ExitCodes.Interrupted;
        }

        if (json)
            Console.WriteLine(CliJson.Write(campaign));
        else
            CampaignTable.Write(campaign, client.TranscriptsOf(campaign.Id));
        return campaign.Status == CampaignStatus.Cancelled ? ExitCodes.Cancelled : ExitCodes.Done;
    }

    /// <summary>Shows progress until the campaign is over or held by somebody else.</summary>
    public static async Task<CampaignView> WaitAsync(IArenaClient client, string id, bool quiet, CancellationToken cancellationToken)
    {
        using var progress = ProgressDisplay.Create(quiet);
        using var timer = new PeriodicTimer(Refresh);
        while (true)
        {
            var campaign = await client.GetAsync(id, cancellationToken);
            var runs = await client.RunsAsync(id, cancellationToken);
            progress.Show(campaign, runs);
            if (campaign.FinishedAt is not null)
                return campaign;
            if (campaign.Status == CampaignStatus.Paused && runs.All(run => run.Status != RunStatus.Running))
                throw new CliException($"Campaign {id} is paused, {campaign.Finished} of {campaign.Total} runs done: {campaign.PausedBecause}. Go on with: arena resume {id}");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
