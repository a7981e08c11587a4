using System.Collections.Immutable;
using System.Text.Json;
using Arena.Contracts;
using Arena.Core.Campaigns;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Api;

internal static class CampaignRoutes
{
    private const string Fields = "suite, model, repetitions, tasks, maxParallelRuns, budgetUsd, budgetPerRunUsd, allowUnpriced, scriptedLatency, dialect, id";

    public static void MapCampaigns(this IEndpointRouteBuilder api)
    {
        var campaigns = api.MapGroup("/campaigns").WithTags("campaigns");
        campaigns.MapPost("/", StartAsync).Accepts<StartCampaign>("application/json")
            .WithName("StartCampaign").WithSummary("Starts a campaign; the same id and body again answers the same campaign.");
        campaigns.MapGet("/", ListAsync).WithName("ListCampaigns").WithSummary("All campaigns, the newest first.");
        campaigns.MapGet("/{id}", GetAsync).WithName("GetCampaign").WithSummary("A campaign with its tasks.");
        campaigns.MapGet("/{id}/tasks", TasksAsync).WithName("ListTasks").WithSummary("The tasks of a campaign.");
        campaigns.MapPost("/{id}/pause", (string id, Reading reading, IGrainFactory grains, CancellationToken cancellationToken) =>
                CommandAsync(id, reading, grain => grain.PauseAsync("asked for over HTTP"), grains, cancellationToken))
            .WithName("PauseCampaign").WithSummary("Holds a campaign: every run finishes the step under way.");
        campaigns.MapPost("/{id}/resume", (string id, Reading reading, IGrainFactory grains, CancellationToken cancellationToken) =>
                CommandAsync(id, reading, grain => grain.ResumeAsync(), grains, cancellationToken))
            .WithName("ResumeCampaign").WithSummary("Goes on with a held campaign.");
        campaigns.MapPost("/{id}/cancel", (string id, Reading reading, IGrainFactory grains, CancellationToken cancellationToken) =>
                CommandAsync(id, reading, grain => grain.CancelAsync("asked for over HTTP"), grains, cancellationToken))
            .WithName("CancelCampaign").WithSummary("Ends a campaign: runs under way are broken off.");
    }

    private static async Task<Results<Accepted<CampaignView>, ProblemHttpResult>> StartAsync(
        HttpRequest request, CampaignPlan plan, Reading reading, IGrainFactory grains, CancellationToken cancellationToken)
    {
        StartCampaign body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<StartCampaign>(request.Body, ApiJson.Options, cancellationToken)
                ?? throw new JsonException("The body must be an object.");
        }
        catch (JsonException e)
        {
            return Problems.BadRequest("invalid-body", "The body is not what it must be", $"{e.Message} Allowed fields: {Fields}.", e.Path?.TrimStart('$', '.'));
        }

        if (body.Suite is null || body.Model is null)
        {
            var missing = body.Suite is null ? "suite" : "model";
            return Problems.BadRequest("missing-field", "A field is missing", $"{missing} is missing. Fields: {Fields}.", missing);
        }

        try
        {
            var id = body.Id ?? plan.NewId(body.Model, body.Suite, await reading.Campaigns.ListAsync(cancellationToken));
            // Refused here with the field's name; the grain asks the same again and is the one that decides.
            plan.Create(new CampaignRequest(
                id, body.Suite, body.Model, [.. body.Tasks ?? []], body.Repetitions, body.MaxParallelRuns, body.BudgetUsd, body.ScriptedLatency ?? 0,
                body.Dialect, body.BudgetPerRunUsd, body.AllowUnpriced ?? false));
            var receipt = await grains.GetGrain<ICampaignGrain>(id).OrderAsync(new CampaignOrder(
                body.Suite, body.Model, body.Tasks ?? [], body.Repetitions, body.MaxParallelRuns, body.BudgetUsd, body.ScriptedLatency ?? 0,
                body.Dialect, body.BudgetPerRunUsd, body.AllowUnpriced ?? false));
            return receipt.Outcome switch
            {
                OrderOutcome.Conflict => Problems.Conflict("campaign-exists", "The id is taken", receipt.Message ?? ""),
                OrderOutcome.Refused => Problems.BadRequest("refused", "The campaign cannot be carried out", receipt.Message ?? ""),
                _ => TypedResults.Accepted($"/api/campaigns/{id}", await reading.ViewAsync(id, cancellationToken)),
            };
        }
        catch (CampaignRefusedException e)
        {
            return Problems.BadRequest("refused", "The campaign cannot be carried out", e.Message, e.Field);
        }
    }

    private static async Task<Ok<ImmutableArray<CampaignView>>> ListAsync(Reading reading, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reading.ViewsAsync(cancellationToken));

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> GetAsync(string id, Reading reading, CancellationToken cancellationToken) =>
        await reading.ViewAsync(id, cancellationToken) is { } view ? TypedResults.Ok(view) : await reading.UnknownCampaignAsync(id, cancellationToken);

    private static async Task<Results<Ok<IReadOnlyList<TaskView>>, ProblemHttpResult>> TasksAsync(
        string id, Reading reading, CancellationToken cancellationToken) =>
        await reading.ViewAsync(id, cancellationToken) is { } view
            ? TypedResults.Ok<IReadOnlyList<TaskView>>(view.Tasks)
            : await reading.UnknownCampaignAsync(id, cancellationToken);

    private static async Task<Results<Ok<CampaignView>, ProblemHttpResult>> CommandAsync(
        string id, Reading reading, Func<ICampaignGrain, Task<bool>> command, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await reading.Campaigns.FindAsync(id, cancellationToken) is null)
            return await reading.UnknownCampaignAsync(id, cancellationToken);
        var taken = await command(grains.GetGrain<ICampaignGrain>(id));
        var view = await reading.ViewAsync(id, cancellationToken);
        return taken
            ? TypedResults.Ok(view)
            : Problems.Conflict("campaign-over", "The campaign is over", $"Campaign {id} is {view?.Status.ToString().ToLowerInvariant()}; there is nothing to change.");
    }
}
