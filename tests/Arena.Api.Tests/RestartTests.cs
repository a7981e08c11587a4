using Arena.Core.Tests;

namespace Arena.Api.Tests;

public sealed class RestartTests : IAsyncLifetime
{
    private readonly RunningArena arena = new();

    public ValueTask InitializeAsync() => arena.InitializeAsync();

    public ValueTask DisposeAsync() => arena.DisposeAsync();

    [Fact]
    public async Task Campaign_OfAHostThatWasStopped_GoesOnByItselfAtTheNextStart()
    {
        var id = await arena.StartCampaignAsync(new { suite = "agentic-core-v1", model = "test/slow", tasks = new[] { "task_09" }, repetitions = 2, scriptedLatency = 1, id = "stopped" });
        await Deadline.Until(() => arena.GetAsync($"/api/campaigns/{id}/runs/task_09/1"), run => run.GetProperty("turns").GetInt32() >= 1, "a first turn");

        await arena.StopAsync();
        await arena.StartAsync();

        var campaign = await arena.FinishedAsync(id);
        campaign.GetProperty("failed").GetInt32().ShouldBe(2);
        campaign.GetProperty("unsettledUsd").GetDecimal().ShouldBe(0m, "calls under way were finished before the host stopped");
        var run = await arena.GetAsync($"/api/campaigns/{id}/runs/task_09/1");
        run.GetProperty("attempts").GetInt32().ShouldBe(1);
        run.GetProperty("turns").GetInt32().ShouldBe(4);
    }
}
