using System.Collections.Immutable;
using System.CommandLine;
using Arena.Cli.Clients;
using Arena.Core.Campaigns;
using Arena.Core.Models.Dialects;

namespace Arena.Cli.Commands;

/// <summary><c>arena run</c>: runs a campaign and shows it.</summary>
internal static class RunCommand
{
    private const string DefaultSuite = "agentic-core-v1";

    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "Id of the model card, as 'arena models' shows it" };
        var suite = new Option<string>("--suite") { Description = "Suite id", DefaultValueFactory = _ => DefaultSuite, HelpName = "ID" };
        var repetitions = new Option<int?>("--repetitions") { Description = "Runs per task (default: the suite's own number)", HelpName = "N" };
        var tasks = new Option<string?>("--tasks") { Description = "Task ids, separated by commas (default: all)", HelpName = "IDS" };
        var budget = new Option<decimal?>("--budget") { Description = "The most that may be spent, in US dollars; a call that might pass it never leaves", HelpName = "USD" };
        var perRun = new Option<decimal?>("--budget-per-run") { Description = "The most that one run may spend, in US dollars", HelpName = "USD" };
        var unpriced = new Option<bool>("--allow-unpriced") { Description = "Run a model whose price is unknown; its cost is then unknown, and no budget can be kept" };
        var parallel = new Option<int?>("--parallel") { Description = $"The most runs at a time (default: {CampaignPlan.DefaultParallelRuns})", HelpName = "N" };
        var latency = new Option<double?>("--scripted-latency") { Description = "Factor on the latencies of a scripted model (default: 0)", HelpName = "FACTOR" };
        var dialect = new Option<string?>("--dialect") { Description = $"How tools are shown to the model: {string.Join(", ", ToolDialects.Names)} (default: as the card says)", HelpName = "NAME" };
        var id = new Option<string?>("--id") { Description = "Campaign id (default: day, model and suite)", HelpName = "ID" };
        var fresh = new Option<bool>("--new") { Description = "Start another campaign even where an unfinished one of this kind could go on" };
        var command = new Command("run", "Runs a campaign and shows how it comes along. Ctrl-C pauses it.")
        {
            model, suite, repetitions, tasks, budget, perRun, unpriced, parallel, latency, dialect, id, fresh, CommonOptions.Json,
        };
        command.SetAction((result, cancellationToken) =>
        {
            ImmutableArray<string> chosen = [.. (result.GetValue(tasks) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
            var request = new CampaignRequest(
                result.GetValue(id) ?? "", result.GetValue(suite)!, result.GetValue(model)!, chosen,
                result.GetValue(repetitions), result.GetValue(parallel), result.GetValue(budget), result.GetValue(latency) ?? 0,
                result.GetValue(dialect), result.GetValue(perRun), result.GetValue(unpriced));
            return RunAsync(result, request, result.GetValue(fresh), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CampaignRequest request, bool fresh, CancellationToken cancellationToken)
    {
        await using var client = await ArenaClients.ForRunningAsync(result.GetValue(CommonOptions.Server), result.Settings(), cancellationToken);
        var json = result.GetValue(CommonOptions.Json);
        CampaignView campaign;
        if (request.Id.Length == 0 && !fresh && await UnfinishedAsync(client, request, cancellationToken) is { } unfinished)
        {
            await Console.Error.WriteLineAsync($"Going on with {unfinished.Id}, {unfinished.Finished} of {unfinished.Total} runs done (--new starts another).");
            campaign = unfinished.Status == CampaignStatus.Paused ? await client.CommandAsync(unfinished.Id, "resume", cancellationToken) : unfinished;
        }
        else
        {
            campaign = await client.StartAsync(request, cancellationToken);
            if (campaign.Status == CampaignStatus.Paused)
                campaign = await client.CommandAsync(campaign.Id, "resume", cancellationToken);
        }

        return await Following.ToTheEndAsync(client, campaign, json, cancellationToken);
    }

    // Whoever types the same command again after a crash or Ctrl-C means the same campaign.
    private static async Task<CampaignView?> UnfinishedAsync(IArenaClient client, CampaignRequest request, CancellationToken cancellationToken) =>
        (await client.ListAsync(cancellationToken)).FirstOrDefault(campaign =>
            campaign.Status is CampaignStatus.Running or CampaignStatus.Paused
            && campaign.Suite == request.Suite
            && campaign.Model == request.Model
            && (request.Repetitions ?? campaign.Repetitions) == campaign.Repetitions
            && campaign.BudgetUsd == request.BudgetUsd
            && campaign.Dialect == request.Dialect
            && campaign.BudgetPerRunUsd == request.BudgetPerRunUsd
            && campaign.AllowUnpriced == request.AllowUnpriced
            && (request.Tasks.IsEmpty || campaign.Tasks.Select(task => task.Task).ToHashSet().SetEquals(request.Tasks)));
}
