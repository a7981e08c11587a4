using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Arena.Core.Tests;

namespace Arena.Api.Tests;

public sealed class CampaignTests(RunningArena arena) : IClassFixture<RunningArena>
{
    [Fact]
    public async Task Campaign_OfTheOracle_PassesEveryRunAndCanBeQueried()
    {
        var id = "oracle-1";
        using var response = await arena.Http.PostAsJsonAsync("/api/campaigns", new { suite = "agentic-core-v1", model = "scripted/oracle", tasks = new[] { "task_01", "task_08", "task_09" }, repetitions = 2, id });
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.Headers.Location!.ToString().ShouldBe($"/api/campaigns/{id}");

        var campaign = await arena.FinishedAsync(id);
        campaign.GetProperty("passed").GetInt32().ShouldBe(campaign.GetProperty("total").GetInt32());
        campaign.GetProperty("costUsd").GetDecimal().ShouldBeGreaterThan(0m);

        var runs = await arena.GetAsync($"/api/campaigns/{id}/runs");
        foreach (var run in runs.EnumerateArray())
        {
            run.GetProperty("status").GetString().ShouldBe("finished");
            run.GetProperty("passed").GetBoolean().ShouldBeTrue();
            run.GetProperty("failureMode").ValueKind.ShouldBe(JsonValueKind.Null);
            run.GetProperty("attempts").GetInt32().ShouldBe(1);
            run.GetProperty("turns").GetInt32().ShouldBeGreaterThan(0);
        }

        runs.EnumerateArray().Sum(run => run.GetProperty("costUsd").GetDecimal()).ShouldBe(campaign.GetProperty("costUsd").GetDecimal());
        var metrics = (await arena.GetAsync($"/api/campaigns/{id}/metrics")).EnumerateArray().ToList();
        metrics.Select(run => (run.GetProperty("task").GetString(), run.GetProperty("n").GetInt32()))
            .ShouldBe(runs.EnumerateArray().Select(run => (run.GetProperty("task").GetString(), run.GetProperty("n").GetInt32())));
        metrics.Sum(run => run.GetProperty("costUsd").GetDecimal()).ShouldBe(campaign.GetProperty("costUsd").GetDecimal());
        metrics.ShouldAllBe(run => run.GetProperty("signals").GetProperty("integrity").GetString() == "clean");

        (await arena.GetAsync($"/api/campaigns/{id}/tasks")).GetArrayLength().ShouldBe(campaign.GetProperty("tasks").GetArrayLength());
        (await arena.GetAsync($"/api/campaigns/{id}/runs/task_01/2")).GetProperty("n").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Transcript_InItsThreeForms_TellsTheRun()
    {
        var id = await arena.StartCampaignAsync(new { suite = "agentic-core-v1", model = "scripted/oracle", tasks = new[] { "task_01" }, repetitions = 1, id = "transcript-1" });
        await arena.FinishedAsync(id);
        var path = $"/api/campaigns/{id}/runs/task_01/1/transcript";

        var json = await arena.GetAsync(path);
        json.GetProperty("run").GetProperty("task").GetString().ShouldBe("task_01");
        var events = json.GetProperty("events").EnumerateArray().ToList();
        events.Select(e => e.GetProperty("seq").GetInt64()).ShouldBe(Enumerable.Range(1, events.Count).Select(n => (long)n));
        events[0].GetProperty("type").GetString().ShouldBe("run.created");
        events[^1].GetProperty("type").GetString().ShouldBe("run.finished");
        foreach (var e in events.Where(e => e.GetProperty("type").GetString()!.StartsWith("model.", StringComparison.Ordinal)))
        {
            e.GetProperty("call").GetInt32().ShouldBeGreaterThan(0);
            e.GetProperty("attempt").GetInt32().ShouldBe(1);
        }

        (await arena.GetAsync(path + "?after=3")).GetProperty("events").GetArrayLength().ShouldBe(events.Count - 3);
        var lines = (await arena.Http.GetStringAsync(path + "?format=jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldBe(await File.ReadAllLinesAsync(Path.Combine(arena.Data, "campaigns", id, "runs", "task_01", "1.jsonl")));
        (await arena.Http.GetStringAsync(path + "?format=markdown")).ShouldContain("Checked: passed");
        await ShouldBeProblemAsync(await arena.Http.GetAsync(path + "?format=xml"), HttpStatusCode.BadRequest, "json, jsonl, markdown");
    }

    [Fact]
    public async Task SameIdAndBody_AnswersTheSameCampaign_AnotherBodyIsAConflict()
    {
        var body = new { suite = "agentic-core-v1", model = "scripted/nop", tasks = new[] { "task_09" }, repetitions = 1, id = "twice" };
        await arena.StartCampaignAsync(body);
        await arena.FinishedAsync("twice");

        (await arena.StartCampaignAsync(body)).ShouldBe("twice");
        (await arena.GetAsync("/api/campaigns/twice/runs/task_09/1")).GetProperty("attempts").GetInt32().ShouldBe(1);

        await ShouldBeProblemAsync(
            await arena.Http.PostAsJsonAsync("/api/campaigns", new { suite = "agentic-core-v1", model = "scripted/oracle", tasks = new[] { "task_09" }, repetitions = 1, id = "twice" }),
            HttpStatusCode.Conflict, "twice");
    }

    [Theory]
    [InlineData("""{"suite":"no-such","model":"scripted/oracle"}""", "agentic-core-v1")]
    [InlineData("""{"suite":"agentic-core-v1","model":"no/such"}""", "scripted/oracle")]
    [InlineData("""{"suite":"agentic-core-v1","model":"scripted/oracle","tasks":["task_99"]}""", "task_01")]
    [InlineData("""{"suite":"agentic-core-v1","model":"scripted/oracle","colour":"red"}""", "colour")]
    [InlineData("""{"suite":"agentic-core-v1","model":"scripted/oracle","colour":"red"}""", "maxParallelRuns")]
    [InlineData("""{"suite":"agentic-core-v1"}""", "model is missing")]
    [InlineData("""{"suite":"agentic-core-v1","model":"scripted/oracle","repetitions":0}""", "1 to 10000")]
    [InlineData("""{"suite":"agentic-core-v1","model":"scripted/oracle","budgetUsd":-1}""", "above 0")]
    [InlineData("""{"suite":"agentic-core-v1","model":"scripted/oracle","id":"../x"}""", "no campaign id")]
    [InlineData("""{"suite":"agentic-core-v1","model":"scripted/oracle","id":"x\n"}""", "no campaign id")]
    [InlineData("""{"suite":"agentic-core-v1","model":"test/unpriced"}""", "price")]
    [InlineData("""{"suite":""", "JSON")]
    public async Task Start_WithSomethingWrong_IsRefusedAndNamesWhatIsAllowed(string body, string told)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        await ShouldBeProblemAsync(await arena.Http.PostAsync("/api/campaigns", content), HttpStatusCode.BadRequest, told);
    }

    [Theory]
    [InlineData("/api/campaigns/none")]
    [InlineData("/api/campaigns/none/runs")]
    [InlineData("/api/campaigns/none/events")]
    [InlineData("/api/campaigns/none/runs/task_01/1/transcript")]
    [InlineData("/api/campaigns/..%2f..%2fetc/runs")]
    [InlineData("/api/suites/none")]
    public async Task Read_OfWhatDoesNotExist_SaysWhatExists(string path) =>
        await ShouldBeProblemAsync(await arena.Http.GetAsync(path), HttpStatusCode.NotFound, "there are");

    [Fact]
    public async Task Budget_ThatIsTooSmall_EndsRunsBeforeACallLeaves()
    {
        var id = await arena.StartCampaignAsync(new { suite = "agentic-core-v1", model = "scripted/oracle", tasks = new[] { "task_01" }, repetitions = 2, budgetUsd = 0.0000001, id = "poor" });
        var campaign = await arena.FinishedAsync(id);

        campaign.GetProperty("costUsd").GetDecimal().ShouldBe(0m);
        (await arena.GetAsync($"/api/campaigns/{id}/runs")).EnumerateArray().Select(run => run.GetProperty("failureMode").GetString())
            .ShouldAllBe(mode => mode == "budget_exhausted");
    }

    [Fact]
    public async Task PauseAndResume_HoldTheCampaignAndLoseNothing()
    {
        var id = await arena.StartCampaignAsync(new { suite = "agentic-core-v1", model = "test/slow", tasks = new[] { "task_09" }, repetitions = 2, scriptedLatency = 1, id = "held" });
        await Deadline.Until(() => arena.GetAsync($"/api/campaigns/{id}/runs/task_09/1"), run => run.GetProperty("turns").GetInt32() >= 1, "a first turn");

        (await PostAsync($"/api/campaigns/{id}/pause")).GetProperty("status").GetString().ShouldBe("paused");
        await Deadline.Until(
            () => arena.GetAsync($"/api/campaigns/{id}/runs"),
            runs => runs.EnumerateArray().All(run => run.GetProperty("status").GetString() == "paused"), "every run to be held");
        (await PostAsync($"/api/campaigns/{id}/resume")).GetProperty("status").GetString().ShouldBe("running");

        (await arena.FinishedAsync(id)).GetProperty("failed").GetInt32().ShouldBe(2);
        var types = await TypesAsync(id, "task_09", 1);
        types.ShouldContain("run.paused");
        types.ShouldContain("run.resumed");
        types.Count(type => type == "model.completed").ShouldBe(4);
        types.ShouldNotContain("model.abandoned");
        await ShouldBeProblemAsync(await arena.Http.PostAsync($"/api/campaigns/{id}/pause", null), HttpStatusCode.Conflict, "finished");
    }

    [Fact]
    public async Task Cancel_EndsRunsUnderWayAndStartsNoOthers()
    {
        var id = await arena.StartCampaignAsync(new { suite = "agentic-core-v1", model = "test/slow", tasks = new[] { "task_09" }, repetitions = 3, maxParallelRuns = 1, scriptedLatency = 10, id = "broken-off" });
        await Deadline.Until(() => TypesAsync(id, "task_09", 1), types => types.Contains("model.started"), "a call under way");

        await PostAsync($"/api/campaigns/{id}/cancel");
        var campaign = await Deadline.Until(() => arena.GetAsync($"/api/campaigns/{id}"), c => c.GetProperty("finishedAt").ValueKind != JsonValueKind.Null, "the end");

        campaign.GetProperty("status").GetString().ShouldBe("cancelled");
        var runs = (await arena.GetAsync($"/api/campaigns/{id}/runs")).EnumerateArray().ToList();
        runs.Select(run => run.GetProperty("status").GetString()).ShouldBe(["finished", "waiting", "waiting"]);
        runs[0].GetProperty("outcome").GetString().ShouldBe("cancelled");
        runs[0].GetProperty("passed").ValueKind.ShouldBe(JsonValueKind.Null);
        campaign.GetProperty("unsettledUsd").GetDecimal().ShouldBeGreaterThan(0m);
    }

    [Fact]
    public async Task Catalogs_AndDescriptions_AreServed()
    {
        (await arena.GetAsync("/api/suites")).EnumerateArray().Select(s => s.GetProperty("id").GetString()).ShouldContain("agentic-core-v1");
        var suite = await arena.GetAsync("/api/suites/agentic-core-v1");
        suite.GetProperty("tasks").EnumerateArray().First().GetProperty("instruction").GetString()!.Length.ShouldBeGreaterThan(20);
        (await arena.GetAsync("/api/models")).EnumerateArray().Select(m => m.GetProperty("id").GetString()).ShouldContain("scripted/oracle");
        var paths = (await arena.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        paths.ShouldContain("/api/campaigns");
        paths.ShouldContain("/api/campaigns/{id}/runs/{task}/{n}/transcript");
        (await arena.Http.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await arena.Http.GetAsync("/alive")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<List<string>> TypesAsync(string id, string task, int n) =>
    [
        .. (await arena.GetAsync($"/api/campaigns/{id}/runs/{task}/{n}/transcript")).GetProperty("events").EnumerateArray()
            .Select(e => e.GetProperty("type").GetString()!),
    ];

    private async Task<JsonElement> PostAsync(string path)
    {
        using var response = await arena.Http.PostAsync(path, null);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task ShouldBeProblemAsync(HttpResponseMessage response, HttpStatusCode status, string told)
    {
        using (response)
        {
            response.StatusCode.ShouldBe(status);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
            problem.GetProperty("detail").GetString()!.ShouldContain(told);
            problem.GetProperty("type").GetString()!.ShouldStartWith("urn:arena:problem:");
        }
    }
}
