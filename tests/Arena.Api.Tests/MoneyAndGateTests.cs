using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Arena.Core.Tests;

namespace Arena.Api.Tests;

public sealed class MoneyAndGateTests(RunningArena arena) : IClassFixture<RunningArena>
{
    [Fact]
    public async Task Gates_OfModelsInUse_AreListedWithWhatTheyLetThrough()
    {
        var id = await arena.StartCampaignAsync(new { suite = "agentic-core-v1", model = "test/slow", tasks = new[] { "task_09" }, repetitions = 2, scriptedLatency = 20, id = "gated" });
        var gates = await Deadline.Until(
            () => arena.GetAsync("/api/models/gates"),
            all => all.EnumerateArray().Any(gate => gate.GetProperty("inUse").GetInt32() == 2), "two calls under way");

        var gate = gates.EnumerateArray().Single(gate => gate.GetProperty("model").GetString() == "test/slow");
        gate.GetProperty("provider").GetString().ShouldBe("scripted");
        gate.GetProperty("place").GetString().ShouldBe("");
        gate.GetProperty("campaigns").EnumerateArray().Select(c => c.GetString()).ShouldBe([id]);
        (gate.GetProperty("limit").GetInt32(), gate.GetProperty("cap").GetInt32()).ShouldBe((200, 200));
        gate.GetProperty("requestsLastMinute").GetInt32().ShouldBe(2);
        gate.GetProperty("requestsPerMinute").ValueKind.ShouldBe(JsonValueKind.Null);
        gate.GetProperty("tokensLastMinute").GetInt64().ShouldBeGreaterThan(2 * 4096);
        gate.GetProperty("pausedUntil").ValueKind.ShouldBe(JsonValueKind.Null);
        (gate.GetProperty("waiting").GetInt32(), gate.GetProperty("throttles").GetInt32()).ShouldBe((0, 0));

        using var response = await arena.Http.PostAsync($"/api/campaigns/{id}/cancel", null);
        await Deadline.Until(
            () => arena.GetAsync("/api/models/gates"),
            all => all.EnumerateArray().All(other => other.GetProperty("model").GetString() != "test/slow"), "no gate without a campaign");
    }

    [Fact]
    public async Task UnpricedModel_IsRefusedUnlessAllowed_AndThenCostsNull()
    {
        using (var refused = await arena.Http.PostAsJsonAsync("/api/campaigns", new { suite = "agentic-core-v1", model = "test/unpriced" }))
            (await refused.Content.ReadAsStringAsync()).ShouldContain("allowUnpriced");
        using (var refused = await arena.Http.PostAsJsonAsync("/api/campaigns", new { suite = "agentic-core-v1", model = "test/unpriced", allowUnpriced = true, budgetPerRunUsd = 1 }))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString().ShouldBe("budgetPerRunUsd");
        }

        var id = await arena.StartCampaignAsync(new { suite = "agentic-core-v1", model = "test/unpriced", tasks = new[] { "task_09" }, repetitions = 1, allowUnpriced = true, id = "unpriced" });
        var campaign = await arena.FinishedAsync(id);

        campaign.GetProperty("allowUnpriced").GetBoolean().ShouldBeTrue();
        campaign.GetProperty("costUsd").ValueKind.ShouldBe(JsonValueKind.Null);
        campaign.GetProperty("costPerPassUsd").ValueKind.ShouldBe(JsonValueKind.Null);
        (await arena.GetAsync($"/api/campaigns/{id}/runs/task_09/1")).GetProperty("costUsd").ValueKind.ShouldBe(JsonValueKind.Null);
        (await arena.GetAsync($"/api/campaigns/{id}/metrics")).EnumerateArray().Single().GetProperty("costUsd").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task BudgetPerRun_IsShownAndKept()
    {
        var id = await arena.StartCampaignAsync(new { suite = "agentic-core-v1", model = "scripted/oracle", tasks = new[] { "task_01" }, repetitions = 1, budgetPerRunUsd = 0.0000001, id = "poor-run" });
        var campaign = await arena.FinishedAsync(id);

        (campaign.GetProperty("budgetPerRunUsd").GetDecimal(), campaign.GetProperty("budgetUsd").ValueKind).ShouldBe((0.0000001m, JsonValueKind.Null));
        (await arena.GetAsync($"/api/campaigns/{id}/runs/task_01/1")).GetProperty("failureMode").GetString().ShouldBe("budget_exhausted");
    }
}
