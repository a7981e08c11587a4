using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Models.Gates;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Suites;
using Microsoft.Extensions.AI;
using static Arena.Core.Tests.Runs.Scenario;

namespace Arena.Core.Tests.Runs;

/// <summary>Waiting is told apart from working, to the millisecond, however a run goes on or ends.</summary>
public sealed class WaitingTests
{
    private readonly Simulation simulation = new(1);

    [Fact]
    public void Run_ThatIsThrottled_KeepsItsWaitingOutOfItsWork()
    {
        var failures = new Queue<Exception>([new ModelCallException(ModelFailureKind.Throttled, "slow down", retryAfter: TimeSpan.FromSeconds(30))]);
        var scenario = new Scenario([Calls(Append("x")), Says("done")], new MemoryWorld("x"))
        {
            Time = simulation,
            Gate = new LocalGate(simulation),
            // Far less than the wait: what is waited is not held against the model.
            Limits = TaskLimits.Default with { Time = TimeSpan.FromSeconds(10) },
            Client = client => new Slow(client, simulation, TimeSpan.FromSeconds(2), failures),
        };

        var state = Run(scenario);

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        (state.Totals.ModelMs, state.Totals.ToolMs).ShouldBe((6_000, 0));
        state.Totals.WaitingMs.ShouldBeInRange(30_000, 37_500, "as long as the provider asked, and a spread over that");
        state.Finished.Totals.ShouldBe(state.Totals);
        Wall(state).ShouldBe(6_000 + state.Totals.WaitingMs);
    }

    [Fact]
    public void Run_BehindAThrottledOne_WaitsForTheModelToo()
    {
        var gate = new LocalGate(simulation);
        simulation.Run(async () =>
        {
            var model = new Scenario([], new MemoryWorld("")).Created().Model;
            var other = (PermitAnswer.Granted)await gate.AcquireAsync(Key, model, "other", 10, CancellationToken.None);
            await gate.ReleaseAsync(model, other.Lease, new PermitOutcome.Throttled(TimeSpan.FromSeconds(7)), CancellationToken.None);
        });
        var scenario = new Scenario([Says("done")], new MemoryWorld(""))
        {
            Time = simulation,
            Gate = gate,
            Client = client => new Slow(client, simulation, TimeSpan.FromSeconds(1), []),
        };

        var state = Run(scenario);

        state.Totals.ModelMs.ShouldBe(1_000);
        state.Totals.WaitingMs.ShouldBeInRange(7_000, 8_000);
        Wall(state).ShouldBe(state.Totals.ModelMs + state.Totals.WaitingMs);
    }

    [Fact]
    public void Run_WhoseToolsWaitForASandbox_HasWorkedOnlyWhileTheyRan()
    {
        var scenario = new Scenario(
            [Calls(Append("x"), Append("y")), Says("done")],
            new MemoryWorld("xy") { Pace = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(3), simulation) })
        {
            Time = simulation,
            Limits = TaskLimits.Default with { Time = TimeSpan.FromSeconds(10) },
        };

        var state = Run(scenario);

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        (state.Totals.ToolMs, state.Totals.WaitingMs).ShouldBe((6_000, 40_000));
        Wall(state).ShouldBe(46_000);
    }

    [Fact]
    public void Run_ThatEndsAfterWaitingForMoney_TellsWhatItWaited()
    {
        var answers = new Queue<BudgetAnswer>([
            new BudgetAnswer.Wait(TimeSpan.FromSeconds(4)), new BudgetAnswer.Wait(TimeSpan.FromSeconds(5)), new BudgetAnswer.Refused("all gone")]);
        var scenario = new Scenario([Says("done")], new MemoryWorld("-")) { Time = simulation, Budget = new Told(answers) };

        var state = Run(scenario);

        (state.Answered!.Ending, state.Answered.Reason, state.Answered.WaitedMs).ShouldBe((RunEnding.BudgetExhausted, "all gone", 9_000));
        state.Totals.WaitingMs.ShouldBe(9_000);
        state.Finished!.Totals.WaitingMs.ShouldBe(9_000);
    }

    [Fact]
    public void Run_ThatIsCancelledWhileItWaits_TellsWhatItWaited()
    {
        var scenario = new Scenario([Says("done")], new MemoryWorld("-"))
        {
            Time = simulation,
            Budget = new Told(new Queue<BudgetAnswer>([new BudgetAnswer.Wait(TimeSpan.FromHours(1))])),
        };
        RunState? state = null;
        simulation.Run(async () =>
        {
            await using var driver = await ClaimedAsync(scenario);
            var driving = driver.DriveAsync(CancellationToken.None, CancellationToken.None);
            await simulation.DelayAsync(TimeSpan.FromSeconds(90));
            driver.Cancel("enough");
            await driving;
            state = driver.State;
        });

        state!.Finished!.Outcome.ShouldBe(RunOutcome.Cancelled);
        (state.Finished.WaitedMs, state.Finished.Totals.WaitingMs, state.Totals.WaitingMs).ShouldBe((90_000, 90_000, 90_000));
    }

    [Fact]
    public void Run_ThatIsPausedWhileItWaits_CountsTheWaitAndNotThePause()
    {
        var scenario = new Scenario([Says("done")], new MemoryWorld(""))
        {
            Time = simulation,
            Budget = new Told(new Queue<BudgetAnswer>([new BudgetAnswer.Wait(TimeSpan.FromHours(1)), new BudgetAnswer.Reserved()])),
        };
        RunState? state = null;
        simulation.Run(async () =>
        {
            await using var driver = await ClaimedAsync(scenario);
            var driving = driver.DriveAsync(CancellationToken.None, CancellationToken.None);
            await simulation.DelayAsync(TimeSpan.FromSeconds(10));
            driver.Pause("lunch");
            await driving;
            await simulation.DelayAsync(TimeSpan.FromMinutes(30));
            driver.Resume();
            await driver.DriveAsync(CancellationToken.None, CancellationToken.None);
            state = driver.State;
        });

        state!.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        state.Totals.WaitingMs.ShouldBe(10_000);
    }

    [Fact]
    public void Run_WhoseGateCannotBeReached_WaitsUnderTheSameTicket()
    {
        var gate = new LocalGate(simulation) { Unreachable = 3 };
        var scenario = new Scenario([Says("done")], new MemoryWorld("")) { Time = simulation, Gate = gate };

        var state = Run(scenario);

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        // Three messages that took five seconds to fail, and a second after each.
        state.Totals.WaitingMs.ShouldBe(18_000);
        gate.Asked.Distinct().Count().ShouldBe(1);
        gate.Gate.InUse.ShouldBe(0);
    }

    [Fact]
    public void Run_ThatIsPausedInTheLine_GivesItsPlaceBack()
    {
        var gate = new LocalGate(simulation);
        var scenario = new Scenario([Says("done")], new MemoryWorld("")) { Time = simulation, Gate = gate };
        simulation.Run(async () =>
        {
            foreach (var n in Enumerable.Range(0, 20))
                (await gate.AcquireAsync(Key, scenario.Created().Model, $"other{n}", 10, CancellationToken.None)).ShouldBeOfType<PermitAnswer.Granted>();
            await using var driver = await ClaimedAsync(scenario);
            var driving = driver.DriveAsync(CancellationToken.None, CancellationToken.None);
            await simulation.DelayAsync(TimeSpan.FromSeconds(1));
            gate.Gate.Snapshot().Waiting.ShouldBe(1);
            driver.Pause("lunch");
            await driving;
            gate.Gate.Snapshot().Waiting.ShouldBe(0);
        });
    }

    private static long Wall(RunState state) => (long)(state.LastAt!.Value - state.StartedAt!.Value).TotalMilliseconds;

    private RunState Run(Scenario scenario)
    {
        RunState? state = null;
        simulation.Run(async () => state = await scenario.RunAsync());
        return state!;
    }

    private static async Task<RunDriver> ClaimedAsync(Scenario scenario)
    {
        var driver = scenario.NewDriver();
        await driver.CreateAsync(scenario.Created(), CancellationToken.None);
        await driver.ClaimAsync(CancellationToken.None);
        return driver;
    }

    private sealed class LocalGate(Simulation simulation) : IModelGate
    {
        public ModelGate Gate { get; } = new(simulation);

        public int Unreachable { get; set; }

        public List<string> Asked { get; } = [];

        public async ValueTask<PermitAnswer> AcquireAsync(RunKey run, ModelReference model, string ticket, long tokens, CancellationToken cancellationToken)
        {
            Asked.Add(ticket);
            // The message arrives and its answer is lost.
            var answer = Gate.Acquire(new PermitAsk(ticket, run.Campaign, tokens, GateCaps.Of(model)));
            if (Unreachable-- <= 0)
                return answer;
            await simulation.DelayAsync(TimeSpan.FromSeconds(5), cancellationToken);
            throw new TimeoutException("No answer.");
        }

        public ValueTask ReleaseAsync(ModelReference model, string lease, PermitOutcome outcome, CancellationToken cancellationToken)
        {
            Gate.Release(lease, outcome);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Told(Queue<BudgetAnswer> answers) : IRunBudget
    {
        public ValueTask<BudgetAnswer> ReserveAsync(RunKey run, RunState state, decimal amountUsd, CancellationToken cancellationToken) =>
            ValueTask.FromResult(answers.Dequeue());

        public ValueTask<bool> ConfirmAsync(RunKey run, RunState state, CancellationToken cancellationToken) => ValueTask.FromResult(true);

        public ValueTask ReportAsync(RunKey run, RunState state, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class Slow(IChatClient inner, Simulation simulation, TimeSpan latency, Queue<Exception> failures) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await simulation.DelayAsync(latency, cancellationToken);
            return failures.TryDequeue(out var failure) ? throw failure : await base.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}
