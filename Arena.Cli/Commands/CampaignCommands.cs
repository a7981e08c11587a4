using System.CommandLine;
using Arena.Cli.Clients;
using Arena.Cli.Display;
using Arena.Core.Campaigns;

namespace Arena.Cli.Commands;

/// <summary><c>arena resume</c>: goes on with a held campaign, here where no server does.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var command = new Command("resume", "Goes on with a campaign and shows how it comes along.") { CommonOptions.Campaign, CommonOptions.Json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = await ArenaClients.ForRunningAsync(result.GetValue(CommonOptions.Server), result.Settings(), cancellationToken);
            var campaign = await client.GetAsync(result.GetValue(CommonOptions.Campaign)!, cancellationToken);
            if (campaign.Status == CampaignStatus.Paused)
                campaign = await client.CommandAsync(campaign.Id, "resume", cancellationToken);
            return await Following.ToTheEndAsync(client, campaign, result.GetValue(CommonOptions.Json), cancellationToken);
        });
        return command;
    }
}

/// <summary><c>arena pause</c>: holds a campaign of a server.</summary>
internal static class PauseCommand
{
    public static Command Create()
    {
        var command = new Command("pause", "Holds a campaign of a running server: every run finishes the step under way.") { CommonOptions.Campaign };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = ArenaClients.ForReading(result.GetValue(CommonOptions.Server), result.Settings());
            var campaign = await client.CommandAsync(result.GetValue(CommonOptions.Campaign)!, "pause", cancellationToken);
            Console.WriteLine($"Paused {campaign.Id}, {campaign.Finished} of {campaign.Total} runs done. Go on with: arena resume {campaign.Id}");
            return ExitCodes.Done;
        });
        return command;
    }
}

/// <summary><c>arena cancel</c>: ends a campaign.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var command = new Command("cancel", "Ends a campaign: runs under way are broken off, others never start.") { CommonOptions.Campaign };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = await ArenaClients.ForRunningAsync(result.GetValue(CommonOptions.Server), result.Settings(), cancellationToken);
            var campaign = await client.CommandAsync(result.GetValue(CommonOptions.Campaign)!, "cancel", cancellationToken);
            campaign = await Following.WaitAsync(client, campaign.Id, quiet: true, cancellationToken);
            Console.WriteLine($"Cancelled {campaign.Id}; {campaign.Passed} runs passed and {campaign.Failed} failed before.");
            return ExitCodes.Done;
        });
        return command;
    }
}

/// <summary><c>arena list</c>: the campaigns.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "Lists the campaigns, the newest first.") { CommonOptions.Json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = ArenaClients.ForReading(result.GetValue(CommonOptions.Server), result.Settings());
            var campaigns = await client.ListAsync(cancellationToken);
            if (result.GetValue(CommonOptions.Json))
            {
                Console.WriteLine(CliJson.Write(campaigns));
                return ExitCodes.Done;
            }

            if (campaigns.Count == 0)
                Console.WriteLine("There is no campaign yet. Start one with: arena run scripted/qwen3-coder-next");
            var width = campaigns.Select(campaign => campaign.Id.Length).DefaultIfEmpty().Max();
            foreach (var campaign in campaigns)
                Console.WriteLine($"{campaign.Id.PadRight(width)}  {campaign.Status.ToString().ToLowerInvariant(),-9}  {campaign.Passed,3}/{campaign.Total,-3} passed  {campaign.Finished,3} done  {Money.Of(campaign.CostUsd)}");
            return ExitCodes.Done;
        });
        return command;
    }
}

/// <summary><c>arena show</c>: a campaign.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var command = new Command("show", "Shows a campaign as its runs stand now.") { CommonOptions.Campaign, CommonOptions.Json };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = ArenaClients.ForReading(result.GetValue(CommonOptions.Server), result.Settings());
            var campaign = await client.GetAsync(result.GetValue(CommonOptions.Campaign)!, cancellationToken);
            if (result.GetValue(CommonOptions.Json))
                Console.WriteLine(CliJson.Write(campaign));
            else
                CampaignTable.Write(campaign, client.TranscriptsOf(campaign.Id));
            return ExitCodes.Done;
        });
        return command;
    }
}

/// <summary><c>arena watch</c>: looks on.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var command = new Command("watch", "Shows how a campaign comes along. Ctrl-C stops watching, not the campaign.") { CommonOptions.Campaign };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = ArenaClients.ForReading(result.GetValue(CommonOptions.Server), result.Settings());
            try
            {
                var campaign = await Following.WaitAsync(client, result.GetValue(CommonOptions.Campaign)!, quiet: false, cancellationToken);
                CampaignTable.Write(campaign, client.TranscriptsOf(campaign.Id));
                return ExitCodes.Done;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCodes.Interrupted;
            }
        });
        return command;
    }
}
