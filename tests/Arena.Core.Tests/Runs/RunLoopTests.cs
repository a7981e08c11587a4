using System.Collections.Immutable;
using Arena.Core.Campaigns;
using Arena.Core.Checking;
using Arena.Core.Models;
using Arena.Core.Models.Scripted;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Suites;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;
using static Arena.Core.Tests.Runs.Scenario;

namespace Arena.Core.Tests.Runs;

public sealed class RunLoopTests
{
    private static readonly ScriptedToolCall Read = new("read", "{}");
    private static readonly ScriptedToolCall Broken = new("broken", "{}");
    private static readonly ScriptedToolCall Unknown = new("no_such_tool", "{}");

    [Fact]
    public async Task Run_ThatAnswersRight_Passes()
    {
        var scenario = new Scenario([Calls(Append("x")), Says("done")], new MemoryWorld("x"));

        var state = await scenario.RunAsync();

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        state.Answered!.Answer.Shown.ShouldBe("done");
        state.Totals.Turns.ShouldBe(2);
        state.Totals.ToolCalls.ShouldBe(1);
        state.Totals.CostUsd.ShouldBe((220 * 0.5m + 30 * 1.2m) / 1_000_000m);
        (await scenario.EventsAsync()).Select(e => e.GetType().Name).ShouldBe(
        [
            nameof(RunCreated), nameof(RunClaimed), nameof(WorkspaceSaved),
            nameof(ModelCallStarted), nameof(ModelCallCompleted),
            nameof(ToolStarted), nameof(WorkspaceSaved), nameof(ToolCompleted),
            nameof(ModelCallStarted), nameof(ModelCallCompleted),
            nameof(RunAnswered), nameof(RunChecked), nameof(RunFinished),
        ]);
    }

    [Fact]
    public async Task Run_WithUnknownToolAndWrongArguments_GivesEachCallOneResultThatNamesWhatExists()
    {
        var scenario = new Scenario(
            [Calls(Unknown, new ScriptedToolCall("append", """{"txt":"x"}"""), new ScriptedToolCall("append", "{"), Append("x")), Says("done")],
            new MemoryWorld("x"));

        var state = await scenario.RunAsync();

        var denied = (await scenario.EventsAsync()).OfType<ToolDenied>().ToList();
        denied.Select(d => d.Reason).ShouldBe([ToolDenial.UnknownTool, ToolDenial.InvalidArguments, ToolDenial.InvalidArguments]);
        denied[0].Message.Shown.ShouldContain("append, broken, read");
        denied[1].Message.Shown.ShouldContain("\"required\":[\"text\"]");
        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        state.Conduct.InvalidCalls.ShouldBe(3);
        state.Conduct.UnrepairedInvalidCalls.ShouldBe(0);
    }

    [Fact]
    public async Task Run_WithArgumentsThatHoldHalfACharacter_IsRefusedAndGoesOn()
    {
        var scenario = new Scenario([Calls(new ScriptedToolCall("append", """{"text":"\ud83d"}""")), Calls(Append("x")), Says("done")], new MemoryWorld("x"));

        (await scenario.RunAsync()).Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        (await scenario.EventsAsync()).OfType<ToolDenied>().Single().Reason.ShouldBe(ToolDenial.InvalidArguments);
    }

    [Fact]
    public async Task Run_WithDeclaredFault_FailsThatCallOnly()
    {
        var scenario = new Scenario([Calls(Append("x")), Calls(Append("x")), Says("done")], new MemoryWorld("x"))
        {
            Faults = [new ToolFault("append", 1, "the disk is busy, call again")],
        };

        var state = await scenario.RunAsync();

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        var results = (await scenario.EventsAsync()).OfType<ToolCompleted>().ToList();
        results.Select(r => (r.Fault, r.Outcome)).ShouldBe([(true, ToolOutcome.Failed), (false, ToolOutcome.Succeeded)]);
    }

    [Fact]
    public async Task Run_OnItsLastTurn_IsOfferedNoToolsAndEndsByTheTurnLimitIfItCallsOne()
    {
        var offered = new List<int>();
        var scenario = new Scenario([Calls(Read), Calls(Append("a"))], new MemoryWorld("a"))
        {
            Limits = TaskLimits.Default with { Turns = 2 },
            Client = client => new Watching(client, (_, options) => offered.Add(options?.Tools?.Count ?? 0)),
        };

        var state = await scenario.RunAsync();

        offered.ShouldBe([3, 0]);
        state.Answered!.Ending.ShouldBe(RunEnding.TurnLimit);
        state.Finished!.FailureMode.ShouldBe(FailureMode.GaveUpMidPlan);
        (await scenario.EventsAsync()).OfType<ToolDenied>().Single().Reason.ShouldBe(ToolDenial.LimitReached);
    }

    [Fact]
    public async Task Run_BeyondItsToolCalls_EndsByThatLimit()
    {
        var scenario = new Scenario([Calls(Read, Read, Read)], new MemoryWorld(""))
        {
            Limits = TaskLimits.Default with { ToolCalls = 2 },
        };

        var state = await scenario.RunAsync();

        state.Answered!.Ending.ShouldBe(RunEnding.ToolCallLimit);
        state.Totals.ToolCalls.ShouldBe(2);
    }

    [Fact]
    public async Task Run_WithToolCallsUsedUp_MayStillAnswer()
    {
        var scenario = new Scenario([Calls(Append("x")), Says("done")], new MemoryWorld("x"))
        {
            Limits = TaskLimits.Default with { ToolCalls = 1 },
        };

        (await scenario.RunAsync()).Finished!.Outcome.ShouldBe(RunOutcome.Passed);
    }

    [Theory]
    [InlineData(100, 3)]
    [InlineData(250, 3)]
    public async Task Run_BeyondItsTokens_EndsByThatLimit(int tokens, int denied)
    {
        var scenario = new Scenario([Calls(Read), Calls(Read), Calls(Read, Read, Read)], new MemoryWorld("-"))
        {
            Limits = TaskLimits.Default with { Tokens = tokens },
        };

        var state = await scenario.RunAsync();

        state.Answered!.Ending.ShouldBe(RunEnding.TokenLimit);
        (await scenario.EventsAsync()).OfType<ToolDenied>().Count().ShouldBe(tokens == 100 ? 1 : denied);
        state.Finished!.FailureMode.ShouldBe(FailureMode.GaveUpMidPlan);
    }

    [Fact]
    public async Task Run_WithErrorsInARow_EndsByThatLimitAndNamesTheMode()
    {
        var scenario = new Scenario([Calls(Broken, Unknown), Calls(Broken, Read)], new MemoryWorld("-"))
        {
            Limits = TaskLimits.Default with { ConsecutiveErrors = 3 },
        };

        var state = await scenario.RunAsync();

        state.Answered!.Ending.ShouldBe(RunEnding.ConsecutiveErrors);
        (await scenario.EventsAsync()).OfType<ToolDenied>().Select(d => d.Reason).ShouldBe([ToolDenial.UnknownTool, ToolDenial.LimitReached]);
    }

    [Fact]
    public async Task Run_BeyondItsTime_IsBrokenOffAndTimedOut()
    {
        var scenario = new Scenario([Calls(Read)], new MemoryWorld("-"))
        {
            Limits = TaskLimits.Default with { Time = TimeSpan.FromMilliseconds(50) },
            Client = _ => new Endless(),
        };

        var state = await scenario.RunAsync();

        state.Answered!.Ending.ShouldBe(RunEnding.TimeLimit);
        state.Finished!.FailureMode.ShouldBe(FailureMode.TimedOut);
        var failed = (await scenario.EventsAsync()).OfType<ModelCallFailed>().Single();
        failed.Kind.ShouldBe(ModelFailureKind.TimedOut);
        failed.MayBeBilled.ShouldBeTrue();
        state.Totals.UnsettledUsd.ShouldBeGreaterThan(0m);
        state.Totals.CostUsd.ShouldBe(0m);
    }

    [Fact]
    public async Task Run_WhoseNextCallDoesNotFitTheBudget_NeverMakesIt()
    {
        var calls = 0;
        var scenario = new Scenario([Calls(Read)], new MemoryWorld("-"))
        {
            Budget = new Poor(),
            Client = client => new Watching(client, (_, _) => calls++),
        };

        var state = await scenario.RunAsync();

        calls.ShouldBe(0);
        state.Answered!.Ending.ShouldBe(RunEnding.BudgetExhausted);
        state.Answered.Reason.ShouldBe("nothing left");
        state.Finished!.FailureMode.ShouldBe(FailureMode.BudgetExhausted);
        (await scenario.EventsAsync()).ShouldNotContain(e => e is ModelCallStarted);
    }

    [Fact]
    public async Task Run_WhoseCallIsThrottled_MakesTheSameCallAgainAfterTheProvidersDelay()
    {
        var failures = new Queue<Exception>([new ModelCallException(ModelFailureKind.Throttled, "slow down", retryAfter: TimeSpan.FromMilliseconds(5))]);
        var scenario = new Scenario([Calls(Append("x")), Says("done")], new MemoryWorld("x"))
        {
            Client = client => new Watching(client, (_, _) =>
            {
                if (failures.TryDequeue(out var failure))
                    throw failure;
            }),
        };

        var state = await scenario.RunAsync();

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        var events = await scenario.EventsAsync();
        events.OfType<ModelCallStarted>().Select(e => (e.Call, e.Attempt)).ShouldBe([(1, 1), (1, 2), (2, 1)]);
        events.OfType<ModelCallStarted>().ElementAt(1).WaitedMs.ShouldBeGreaterThanOrEqualTo(1);
        events.OfType<ModelCallStarted>().Take(2).Select(e => e.RequestDigest).Distinct().Count().ShouldBe(1);
        state.Totals.UnsettledUsd.ShouldBe(0m);
    }

    [Fact]
    public async Task Run_WhoseProviderDeniesAccess_IsAnInfrastructureErrorAndMayBeginAgain()
    {
        var deny = true;
        var scenario = new Scenario([Says("done")], new MemoryWorld(""))
        {
            Client = client => new Watching(client, (_, _) =>
            {
                if (deny)
                    throw new ModelCallException(ModelFailureKind.AccessDenied, "no credentials");
            }),
        };

        var first = await scenario.RunAsync();
        first.Finished!.Outcome.ShouldBe(RunOutcome.InfrastructureError);
        first.Finished.Reason!.ShouldContain("no credentials");
        first.IsOver.ShouldBeFalse();

        deny = false;
        await using var driver = scenario.NewDriver();
        await driver.LoadAsync(CancellationToken.None);
        await driver.CreateAsync(scenario.Created(attempt: 2), CancellationToken.None);
        await driver.ClaimAsync(CancellationToken.None);
        await driver.DriveAsync(CancellationToken.None, CancellationToken.None);

        driver.State.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        driver.State.Created!.Attempt.ShouldBe(2);
        (await scenario.EventsAsync()).OfType<RunFinished>().Count().ShouldBe(2, "both attempts are kept");
        (await scenario.EventsAsync()).OfType<ModelCallStarted>().Select(e => e.Call).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Run_WhoseCheckerBreaks_IsAnInfrastructureError()
    {
        var scenario = new Scenario([Says("done")], new MemoryWorld("") { Report = () => new CheckReport.Broken("exit code 3") });

        var state = await scenario.RunAsync();

        state.Finished!.Outcome.ShouldBe(RunOutcome.InfrastructureError);
        state.Finished.Reason!.ShouldContain("exit code 3");
    }

    [Fact]
    public async Task Run_WhoseToolHostBreaks_IsAnInfrastructureErrorThatNamesTheCause()
    {
        var scenario = new Scenario([Calls(Read)], new MemoryWorld("") { FailOn = _ => new IOException("the disk is gone") });

        var state = await scenario.RunAsync();

        state.Finished!.Outcome.ShouldBe(RunOutcome.InfrastructureError);
        state.Finished.Reason!.ShouldBe("RunTool: the disk is gone");
    }

    [Fact]
    public async Task Run_WithAnEmptyAnswer_GaveUp()
    {
        var state = await new Scenario([Calls(Append("x")), Says(" ")], new MemoryWorld("y")).RunAsync();

        state.Finished!.FailureMode.ShouldBe(FailureMode.GaveUpMidPlan);
    }

    [Fact]
    public async Task Run_ThatCameToDependOnAToolThatDoesNotExist_Hallucinated()
    {
        var state = await new Scenario([Calls(Read), Calls(Unknown), Says("done")], new MemoryWorld("y")).RunAsync();

        state.Finished!.FailureMode.ShouldBe(FailureMode.ToolCallHallucinated);
    }

    [Fact]
    public async Task Run_ThatRepeatsItself_IsRedundant()
    {
        var state = await new Scenario([Calls(Read, Read, Append("x"), Read, Read, Read), Says("done")], new MemoryWorld("y")).RunAsync();

        state.Conduct.RedundantCalls.ShouldBe(3, "a read after a change is not redundant");
        state.Finished!.FailureMode.ShouldBe(FailureMode.ToolCallRedundancy);
    }

    [Fact]
    public async Task Pause_BetweenSteps_HoldsTheRunUntilItIsResumed()
    {
        RunDriver? driver = null;
        var scenario = new Scenario([Calls(Append("x")), Says("done")], new MemoryWorld("x"))
        {
            Client = client => new Watching(client, (_, _) => driver!.Pause("test")),
        };
        await using (driver = scenario.NewDriver())
        {
            await driver.CreateAsync(scenario.Created(), CancellationToken.None);
            await driver.ClaimAsync(CancellationToken.None);
            await driver.DriveAsync(CancellationToken.None, CancellationToken.None);
            driver.State.Paused.ShouldBeTrue();
            driver.State.LastTurn.ShouldNotBeNull("the call under way was finished first");
            driver.State.Totals.ToolCalls.ShouldBe(0);

            driver.Resume();
            await driver.DriveAsync(CancellationToken.None, CancellationToken.None);
            driver.State.Paused.ShouldBeTrue("the second call asked for a pause again");
            driver.Resume();
            await driver.DriveAsync(CancellationToken.None, CancellationToken.None);
            driver.State.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        }
    }

    [Fact]
    public async Task Cancel_DuringACall_BreaksItOffAsAbandonedAndEndsTheRun()
    {
        RunDriver? driver = null;
        var scenario = new Scenario([], new MemoryWorld("x")) { Client = _ => new Endless(() => driver!.Cancel("test")) };
        await using (driver = scenario.NewDriver())
        {
            await driver.CreateAsync(scenario.Created(), CancellationToken.None);
            await driver.ClaimAsync(CancellationToken.None);
            await driver.DriveAsync(CancellationToken.None, CancellationToken.None);

            driver.State.Finished!.Outcome.ShouldBe(RunOutcome.Cancelled);
            driver.State.Totals.UnsettledUsd.ShouldBeGreaterThan(0m);
        }
    }

    [Fact]
    public async Task TwoDrivers_OfOneRun_LeaveOneWriter()
    {
        var scenario = new Scenario([Calls(Append("x")), Says("done")], new MemoryWorld("x"));
        await using var first = scenario.NewDriver();
        await first.CreateAsync(scenario.Created(), CancellationToken.None);
        await first.ClaimAsync(CancellationToken.None);
        (await scenario.RunAsync()).Finished!.Outcome.ShouldBe(RunOutcome.Passed);

        await Should.ThrowAsync<RunLostException>(() => first.DriveAsync(CancellationToken.None, CancellationToken.None));

        (await scenario.EventsAsync()).OfType<RunFinished>().Count().ShouldBe(1);
    }

    private sealed class Watching(IChatClient inner, Action<IEnumerable<ChatMessage>, ChatOptions?> onCall) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            onCall(messages, options);
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
    }

    private sealed class Endless(Action? onCall = null) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            onCall?.Invoke();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException("unreachable");
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class Poor : IRunBudget
    {
        public ValueTask<BudgetAnswer> ReserveAsync(RunKey run, RunState state, decimal amountUsd, CancellationToken cancellationToken) =>
            ValueTask.FromResult<BudgetAnswer>(new BudgetAnswer.Refused("nothing left"));

        public ValueTask<bool> ConfirmAsync(RunKey run, RunState state, CancellationToken cancellationToken) => ValueTask.FromResult(false);

        public ValueTask ReportAsync(RunKey run, RunState state, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
