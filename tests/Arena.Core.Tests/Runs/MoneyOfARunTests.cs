using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Models.Scripted;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Microsoft.Extensions.AI;
using static Arena.Core.Tests.Runs.Scenario;

namespace Arena.Core.Tests.Runs;

public sealed class MoneyOfARunTests
{
    [Fact]
    public async Task Call_ThatCostsMoreThanWasReserved_IsRecordedAndToldAsWhatItIs()
    {
        var told = new List<ModelCallCompleted>();
        var scenario = new Scenario([new ScriptedTurn("done", [], new ScriptedUsage(1_000_000, 10), TimeSpan.Zero)], new MemoryWorld(""))
        {
            OnOverrun = (_, call) => told.Add(call),
        };

        await scenario.RunAsync();

        var events = await scenario.EventsAsync();
        var completed = events.OfType<ModelCallCompleted>().Single();
        completed.CostUsd.ShouldBe(0.500012m);
        completed.OverrunUsd.ShouldBe(completed.CostUsd - events.OfType<ModelCallStarted>().Single().ReservedUsd);
        told.Select(call => (call.Call, call.OverrunUsd)).ShouldBe([(1, completed.OverrunUsd)]);
    }

    [Fact]
    public async Task Call_WithinItsReservation_HasNoOverrun()
    {
        var scenario = new Scenario([Says("done")], new MemoryWorld("")) { OnOverrun = (_, _) => throw new InvalidOperationException("There is none.") };

        await scenario.RunAsync();

        (await scenario.EventsAsync()).OfType<ModelCallCompleted>().Single().OverrunUsd.ShouldBeNull();
    }

    [Fact]
    public async Task Run_AtAnUnknownPrice_CostsAnUnknownAmountFromItsFirstEventOn()
    {
        var scenario = new Scenario([Says("done")], new MemoryWorld("")) { PricesOfModel = null, Budget = new Unasked() };

        var state = await scenario.RunAsync();

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        var events = await scenario.EventsAsync();
        foreach (var n in Enumerable.Range(1, events.Length))
            RunState.Fold(events.Take(n)).AllTotals.CostUsd.ShouldBeNull($"after event {n}");
        events.OfType<ModelCallStarted>().Single().ReservedUsd.ShouldBeNull();
        state.Totals.UnsettledUsd.ShouldBe(0m);
    }

    [Fact]
    public async Task Call_ThatDoesNotTellItsTokens_LeavesItsReservationUnsettled()
    {
        var scenario = new Scenario([Calls(Append("x")), Says("done")], new MemoryWorld("x")) { Client = client => new Silent(client) };

        var state = await scenario.RunAsync();

        var started = (await scenario.EventsAsync()).OfType<ModelCallStarted>().ToList();
        state.Totals.CostUsd.ShouldBeNull();
        state.Totals.UnsettledUsd.ShouldBe(started.Sum(call => call.ReservedUsd!.Value));
        RunSpend.Of(state).ShouldBe(new RunSpend(state.Seq, 0m, state.Totals.UnsettledUsd));
        // The second prompt holds all of the first and what came of it, and is reserved for as such.
        started[1].ReservedUsd!.Value.ShouldBeGreaterThan(started[0].ReservedUsd!.Value);
    }

    [Fact]
    public void Stop_BeforeACallIsConfirmed_AbandonsItWithNothingUnsettled()
    {
        var simulation = new Simulation(1);
        var scenario = new Scenario([Says("done")], new MemoryWorld("")) { Time = simulation, Budget = new Unconfirming() };
        RunState? state = null;
        simulation.Run(async () =>
        {
            await using var driver = scenario.NewDriver();
            await driver.CreateAsync(scenario.Created(), CancellationToken.None);
            await driver.ClaimAsync(CancellationToken.None);
            using var stopping = new CancellationTokenSource(TimeSpan.FromSeconds(10), simulation);
            await driver.DriveAsync(stopping.Token, CancellationToken.None);
            state = driver.State;
        });

        state!.OpenCall.ShouldBeNull();
        (state.Finished, state.Totals.UnsettledUsd).ShouldBe((null, 0m));
        state.LastFailure.ShouldBeOfType<ModelCallAbandoned>().Reason.ShouldBe("the host stopped before it left");
        (state.LastAt - state.StartedAt).ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Ledger_OfARun_TellsItsMoneyByTheDayOnWhichEachCallLeft()
    {
        var late = new DateTimeOffset(2026, 11, 24, 23, 59, 59, TimeSpan.Zero);
        var scenario = new Scenario([Calls(Append("x")), Says("done")], new MemoryWorld("x"));
        var state = await scenario.RunAsync();
        // The first call leaves on one day and comes back on the next.
        var events = (await scenario.EventsAsync()).Select(e => e with { At = e.Seq <= 4 ? late : late.AddSeconds(e.Seq) });

        var ledger = RunState.Fold(events).Ledger;

        var costs = (await scenario.EventsAsync()).OfType<ModelCallCompleted>().Select(call => call.CostUsd!.Value).ToList();
        ledger.On(new DateOnly(2026, 11, 24)).ShouldBe(new RunMoney(costs[0], 0m, 0m));
        ledger.On(new DateOnly(2026, 11, 25)).ShouldBe(new RunMoney(costs[1], 0m, 0m));
        ledger.On(new DateOnly(2026, 11, 26)).ShouldBe(RunMoney.None);
        ledger.Total.ShouldBe(new RunMoney(state.Totals.CostUsd!.Value, 0m, 0m));
    }

    [Fact]
    public void Estimate_OfAPromptWithTools_HoldsWhatAProviderPutsBeforeThem()
    {
        PromptEstimate.OfTools([]).ShouldBe(0);
        PromptEstimate.OfTools(["ab", "é"]).ShouldBe(2 + 2 + 2 * PromptEstimate.Overhead + PromptEstimate.ToolPreamble);
    }

    private sealed class Silent(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            response.Usage = null;
            return response;
        }
    }

    private sealed class Unconfirming : IRunBudget
    {
        public ValueTask<BudgetAnswer> ReserveAsync(RunKey run, RunState state, decimal amountUsd, CancellationToken cancellationToken) =>
            ValueTask.FromResult<BudgetAnswer>(new BudgetAnswer.Reserved());

        public ValueTask<bool> ConfirmAsync(RunKey run, RunState state, CancellationToken cancellationToken) =>
            throw new TimeoutException("No answer.");

        public ValueTask ReportAsync(RunKey run, RunState state, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Unasked : IRunBudget
    {
        public ValueTask<BudgetAnswer> ReserveAsync(RunKey run, RunState state, decimal amountUsd, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("There is nothing to reserve.");

        public ValueTask<bool> ConfirmAsync(RunKey run, RunState state, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("There is nothing to confirm.");

        public ValueTask ReportAsync(RunKey run, RunState state, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
