using System.Text;
using Arena.Core.Campaigns;
using Arena.Core.Runs;
using Arena.Results.Metrics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Api;

internal static class RunRoutes
{
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/campaigns/{id}/runs").WithTags("runs");
        runs.MapGet("/", ListAsync).WithName("ListRuns").WithSummary("The runs of a campaign, in the order of tasks and repetitions.");
        api.MapGet("/campaigns/{id}/metrics", MetricsAsync).WithTags("runs")
            .WithName("GetMetrics").WithSummary("What every run of a campaign took: calls, tokens, cost, times, signals. Null is unknown.");
        runs.MapGet("/{task}/{n:int}", GetAsync).WithName("GetRun").WithSummary("A run.");
        runs.MapGet("/{task}/{n:int}/transcript", TranscriptAsync)
            .WithName("GetTranscript").WithSummary("The events of a run after a number, as json, jsonl or markdown.");
    }

    private static async Task<Results<Ok<List<RunView>>, ProblemHttpResult>> ListAsync(string id, Reading reading, CancellationToken cancellationToken) =>
        await reading.Campaigns.RunsAsync(id, cancellationToken) is { } runs
            ? TypedResults.Ok(runs.Select(RunView.Of).ToList())
            : await reading.UnknownCampaignAsync(id, cancellationToken);

    private static async Task<Results<Ok<List<RunMetrics>>, ProblemHttpResult>> MetricsAsync(
        string id, Reading reading, CampaignMetrics metrics, CancellationToken cancellationToken) =>
        await metrics.ReadAsync(id, cancellationToken) is { } all
            ? TypedResults.Ok(all.ToList())
            : await reading.UnknownCampaignAsync(id, cancellationToken);

    private static async Task<Results<Ok<RunView>, ProblemHttpResult>> GetAsync(
        string id, string task, int n, Reading reading, CancellationToken cancellationToken)
    {
        var (run, problem) = await reading.RunAsync(new RunKey(id, task, n), cancellationToken);
        return run is null ? problem! : TypedResults.Ok(RunView.Of(run));
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> TranscriptAsync(
        string id, string task, int n, Reading reading, CancellationToken cancellationToken, long after = 0, string format = "json")
    {
        var key = new RunKey(id, task, n);
        var (run, problem) = await reading.RunAsync(key, cancellationToken);
        if (run is null)
            return problem!;
        if (after < 0)
            return Problems.BadRequest("invalid-after", "after is not allowed", $"after is {after}; it is the number of an event, 0 or more.", "after");
        var events = await reading.Runs.ReadAsync(key, after, cancellationToken);
        return format switch
        {
            "json" => TypedResults.Text(TranscriptJson.Write(RunView.Of(run), events, ApiJson.Options), "application/json", Encoding.UTF8),
            "jsonl" => TypedResults.Text(Encoding.UTF8.GetString(RunEventJson.ToJsonLines(events)), "application/jsonl", Encoding.UTF8),
            "markdown" => TypedResults.Text(TranscriptMarkdown.Write(key, events), "text/markdown", Encoding.UTF8),
            _ => Problems.BadRequest("invalid-format", "format is not allowed", $"format is '{format}'; allowed are json, jsonl, markdown.", "format"),
        };
    }
}
