using System.Text;
using Arena.Core.Campaigns;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Api;

/// <summary>Live events. The id of each is its number in the log, so that a reader goes on where it was.</summary>
internal static class EventRoutes
{
    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        var events = api.MapGroup("/campaigns/{id}").WithTags("events");
        events.MapGet("/events", CampaignAsync).WithName("CampaignEvents").WithSummary("The events of a campaign as they come (Server-Sent Events).");
        events.MapGet("/runs/{task}/{n:int}/events", RunAsync).WithName("RunEvents").WithSummary("The events of a run as they come (Server-Sent Events).");
    }

    private static async Task<Results<EventStream, ProblemHttpResult>> CampaignAsync(
        string id, Reading reading, HttpRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await reading.Campaigns.FindAsync(id, cancellationToken) is null)
            return await reading.UnknownCampaignAsync(id, cancellationToken);
        if (!EventStream.TryGetLastId(request, out var after))
            return InvalidId();
        return new EventStream(after, time, (last, token) => Lines(
            reading.CampaignLog.TailAsync(id, last, token),
            CampaignEventJson.ToUtf8,
            async () => await reading.Campaigns.FindAsync(id, token) is { IsOver: true } state ? state.Seq : null,
            last,
            token));
    }

    private static async Task<Results<EventStream, ProblemHttpResult>> RunAsync(
        string id, string task, int n, Reading reading, HttpRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var key = new RunKey(id, task, n);
        var (run, problem) = await reading.RunAsync(key, cancellationToken);
        if (run is null)
            return problem!;
        if (!EventStream.TryGetLastId(request, out var after))
            return InvalidId();
        return new EventStream(after, time, (last, token) => Lines(
            reading.Runs.TailAsync(key, last, token),
            RunEventJson.ToUtf8,
            async () => await reading.Campaigns.RunAsync(key, token) is { Status: RunStatus.Finished } over ? over.Seq : null,
            last,
            token));
    }

    // A log ends where its fold says so: a run that infrastructure failed may have a further attempt.
    private static async IAsyncEnumerable<StreamedEvent> Lines<TEvent>(
        IAsyncEnumerable<TEvent> tail,
        Func<TEvent, byte[]> write,
        Func<Task<long?>> lastOfAll,
        long after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken) where TEvent : LogEvent
    {
        if (await lastOfAll() is { } end && end <= after)
            yield break;
        await foreach (var e in tail.WithCancellation(cancellationToken))
        {
            yield return new StreamedEvent(e.Seq, EventTypes.NameOf(e), Encoding.UTF8.GetString(write(e)));
            if (e is RunFinished or CampaignFinished && await lastOfAll() is { } last && last <= e.Seq)
                yield break;
        }
    }

    private static ProblemHttpResult InvalidId() =>
        Problems.BadRequest("invalid-last-event-id", "Last-Event-ID is not allowed", "Last-Event-ID (or after) is the number of an event, 0 or more.", "Last-Event-ID");
}
