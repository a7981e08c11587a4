using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Outcomes;
using Arena.Core.Tests.Runs;

namespace Arena.Grains.Tests;

public sealed class MoneyTests
{
    [Fact]
    public async Task BudgetPerRun_IsNeverPassedByAnyRun()
    {
        await using var silo = new TestSilo { Model = (_, turn, _) => Task.FromResult(turn < 4 ? "append x" : "done"), OutputTokens = 1000 };
        await silo.StartAsync();
        await silo.OrderAsync("c", repetitions: 6, perRun: 0.0085m);
        var state = await silo.UntilAsync("c", s => s.IsOver, "the end");

        state!.Runs.Values.ShouldAllBe(run => run.FailureMode == FailureMode.BudgetExhausted);
        state.Runs.Values.ShouldAllBe(run => run.Totals.CostUsd > 0.002m && run.Totals.CostUsd <= 0.0085m);
        (await silo.RunAsync("c", 1)).Answered!.Reason!.ShouldContain("of the run's $0.0085");
    }

    [Fact]
    public async Task DayBudget_HoldsForAllCampaignsTogether_AlsoAfterARestart()
    {
        await using var silo = new TestSilo
        {
            World = new MemoryWorld("xxx"),
            Model = (_, turn, _) => Task.FromResult(turn < 3 ? "append x" : "done"),
            OutputTokens = 1000,
            DayBudgetUsd = 0.03m,
        };
        await silo.StartAsync();
        await silo.OrderAsync("a", repetitions: 5);
        await silo.OrderAsync("b", repetitions: 5, budget: 1m);
        await silo.UntilAsync("a", s => s.IsOver, "the end of a");
        await silo.UntilAsync("b", s => s.IsOver, "the end of b");
        var key = new BudgetKey.Day(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        var before = await silo.Grains.Budget(key).GetAsync();

        await silo.StopAsync();
        await silo.StartAsync();

        // What was spent is read from the transcripts of both campaigns.
        var after = await silo.Grains.Budget(key).GetAsync();
        after.ShouldBe(before);
        (after.CapUsd, after.ReservedUsd).ShouldBe((0.03m, 0m));
        after.SettledUsd.ShouldBeInRange(0.02m, 0.03m);
        var spent = (await silo.Grains.Budget(new BudgetKey.Campaign("a")).GetAsync()).SettledUsd + (await silo.Grains.Budget(new BudgetKey.Campaign("b")).GetAsync()).SettledUsd;
        spent.ShouldBe(after.SettledUsd);
        await silo.OrderAsync("c", repetitions: 1);
        var state = await silo.UntilAsync("c", s => s.IsOver, "the end of c");
        state!.Runs[("t1", 1)].FailureMode.ShouldBe(FailureMode.BudgetExhausted);
        (await silo.RunAsync("c", 1)).Answered!.Reason!.ShouldContain("of the day's $0.03");
    }

    [Fact]
    public async Task UnpricedModel_IsRefusedUnlessAllowed_AndThenCostsAnUnknownAmount()
    {
        await using var silo = new TestSilo();
        await silo.StartAsync();

        (await silo.OrderAsync("c", model: "unpriced")).Message!.ShouldContain("--allow-unpriced");
        (await silo.OrderAsync("c", model: "unpriced", unpriced: true, budget: 1m)).Outcome.ShouldBe(OrderOutcome.Refused);
        (await silo.OrderAsync("c", model: "unpriced", unpriced: true)).Outcome.ShouldBe(OrderOutcome.Created);
        var state = await silo.UntilAsync("c", s => s.IsOver, "the end");

        state!.Finished!.Passed.ShouldBe(2);
        state.Finished.CostUsd.ShouldBeNull();
        var view = await silo.Reader.ViewAsync("c", (_, _) => null, CancellationToken.None);
        (view!.CostUsd, view.CostPerPassUsd, view.AllowUnpriced).ShouldBe((null, null, true));
        (await silo.Reader.RunsAsync("c", CancellationToken.None))!.Value.ShouldAllBe(run => run.Totals.CostUsd == null);
    }
}
