using System.Net.ServerSentEvents;
using System.Text.Json;
using Arena.Core.Tests;

namespace Arena.Api.Tests;

public sealed class EventStreamTests(RunningArena arena) : IClassFixture<RunningArena>
{
    [Fact]
    public async Task RunEvents_FollowedLive_AreTheTranscriptAndThenEnd()
    {
        var id = await arena.StartCampaignAsync(new { suite = "agentic-core-v1", model = "test/slow", tasks = new[] { "task_09" }, repetitions = 1, scriptedLatency = 0.2, id = "live" });
        var path = $"/api/campaigns/{id}/runs/task_09/1";

        var seen = await ReadAsync($"{path}/events", null).Within("the end of the stream");

        seen[^1].EventType.ShouldBe("end");
        var transcript = (await arena.GetAsync($"{path}/transcript")).GetProperty("events").EnumerateArray().ToList();
        seen.Take(seen.Count - 1).Select(e => e.EventId).ShouldBe(Enumerable.Range(1, transcript.Count).Select(n => $"{n}"));
        seen.Take(seen.Count - 1).Select(e => e.EventType).ShouldBe(transcript.Select(e => e.GetProperty("type").GetString()));
        JsonDocument.Parse(seen[0].Data).RootElement.GetProperty("seq").GetInt64().ShouldBe(1);

        for (var last = 0; last <= transcript.Count; last++)
        {
            var rest = await ReadAsync($"{path}/events", $"{last}").Within("the rest of the stream");
            rest.Take(rest.Count - 1).Select(e => e.EventId).ShouldBe(Enumerable.Range(last + 1, transcript.Count - last).Select(n => $"{n}"));
            rest[^1].EventType.ShouldBe("end");
        }
    }

    [Fact]
    public async Task CampaignEvents_ResumedAnywhere_HaveNoGapAndNoRepeat()
    {
        var id = await arena.StartCampaignAsync(new { suite = "agentic-core-v1", model = "scripted/nop", tasks = new[] { "task_01", "task_08", "task_09" }, repetitions = 1, id = "campaign-stream" });

        var all = await ReadAsync($"/api/campaigns/{id}/events", null).Within("the end of the stream");

        all[0].EventType.ShouldBe("campaign.created");
        all[^2].EventType.ShouldBe("campaign.finished");
        all[^1].EventType.ShouldBe("end");
        var rest = await ReadAsync($"/api/campaigns/{id}/events", "2").Within("the rest of the stream");
        rest.Select(e => e.EventId).ShouldBe(all.Skip(2).Select(e => e.EventId));
    }

    private async Task<List<SseItem<string>>> ReadAsync(string path, string? lastId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        using var response = await arena.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var items = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
            items.Add(item);
        return items;
    }
}
