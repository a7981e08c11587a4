using Arena.Core.Models;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Tools;
using Arena.Simulation.Answers;
using Arena.Simulation.Faults;

namespace Arena.OpenAISimulator.Tests;

/// <summary>What a run makes of a server's answers and failures.</summary>
public sealed class RunTests
{
    [Theory]
    [InlineData("length")]
    [InlineData("content_filter")]
    [InlineData("abort")]
    public async Task Run_WhoseModelStopsForAReasonOfItsOwn_IsJudgedByWhatItSaid(string reason)
    {
        await using var server = await Completions.StartAsync(answer: (_, _) => new SimulatedAnswer([new AnswerBlock.Text("Half an ans")], reason));

        var (events, state) = await server.DriveAsync("something");

        events.OfType<ModelCallCompleted>().Single().FinishReason.ShouldBe(reason);
        state.Answered!.Answer.Shown.ShouldBe("Half an ans");
        (state.Finished!.Outcome, state.Finished.FailureMode).ShouldBe((RunOutcome.Failed, FailureMode.WrongAnswer));
    }

    [Fact]
    public async Task Run_WhoseToolCallIsCutAtTheOutputLimit_TellsTheModelAndGoesOn()
    {
        await using var server = await Completions.StartAsync(answer: (_, turn) => turn switch
        {
            0 => new SimulatedAnswer([new AnswerBlock.Tool("t-1", "append", "{\"text\":\"a")], "length"),
            1 => new SimulatedAnswer([new AnswerBlock.Tool("t-2", "append", """{"text":"a"}""")], "tool_calls"),
            _ => new SimulatedAnswer([new AnswerBlock.Text("Done.")], "stop"),
        });

        var (events, state) = await server.DriveAsync("a");

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed, "the simulator refuses arguments that are no JSON, as several servers do");
        events.OfType<ToolDenied>().Single().Reason.ShouldBe(ToolDenial.InvalidArguments);
    }

    [Fact]
    public async Task Run_WhosePromptIsTooLong_EndsAtItsTokenLimitAndNotAsBrokenInfrastructure()
    {
        await using var server = await Completions.StartAsync(FaultPlan.Of(new Fault(FaultKind.TooLong)));

        var (_, state) = await server.DriveAsync("a");

        state.Answered!.Ending.ShouldBe(RunEnding.TokenLimit);
        state.Finished!.Outcome.ShouldBe(RunOutcome.Failed);
    }

    [Fact]
    public async Task Run_ThatIsDenied_EndsAtOnceAndSaysWhatToDo()
    {
        await using var server = await Completions.StartAsync(FaultPlan.Of(new Fault(FaultKind.ExpiredToken)));

        var (_, state) = await server.DriveAsync("a");

        state.Finished!.Outcome.ShouldBe(RunOutcome.InfrastructureError);
        state.Finished.Reason.ShouldBe(
            "Model call 1 failed as access_denied: HTTP 401 invalid_api_key: Incorrect API key provided. " +
            "Next: put the name of the environment variable that holds the server's API key into connection.keyVariable.");
        state.Totals.UnsettledUsd.ShouldBe(0m);
        server.Simulator.Requests.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Run_WhoseAnswerIsCut_RecordsWhatWasLostAndKeepsItsReservation()
    {
        await using var server = await Completions.StartAsync(
            FaultPlan.Of(new Fault(FaultKind.Cut)), (_, _) => new SimulatedAnswer([new AnswerBlock.Text(new string('x', 400))], "stop"));

        var (events, state) = await server.DriveAsync("");

        var failed = events.OfType<ModelCallFailed>().Single();
        (failed.Kind, failed.MayBeBilled).ShouldBe((ModelFailureKind.Network, true));
        failed.Partial!.Characters.ShouldBeInRange(24, 399);
        state.Totals.UnsettledUsd.ShouldBe(events.OfType<ModelCallStarted>().First().ReservedUsd!.Value);
        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
    }

    [Theory]
    [InlineData(FaultKind.NoUsage)]
    [InlineData(FaultKind.HugeUsage)]
    public async Task Run_WhoseServerTellsNoTokensThatCanBe_HasAnUnknownCostAndNotNone(FaultKind fault)
    {
        await using var server = await Completions.StartAsync(
            FaultPlan.Of(new Fault(fault)), (_, _) => new SimulatedAnswer([new AnswerBlock.Text("Done.")], "stop"));

        var (_, state) = await server.DriveAsync("");

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        (state.Totals.CostUsd, state.Totals.Usage.Input).ShouldBe((null, null));
    }

    [Fact]
    public async Task Run_OnItsLastTurn_OffersNoToolAndIsStillTaken()
    {
        await using var server = await Completions.StartAsync(answer: (request, turn) => request.Body.Contains("\"tools\":", StringComparison.Ordinal)
            ? new SimulatedAnswer([new AnswerBlock.Tool($"t-{turn}", "append", """{"text":"a"}""")], "tool_calls")
            : new SimulatedAnswer([new AnswerBlock.Text("Out of turns.")], "stop"));

        var (events, state) = await server.DriveAsync("");

        events.OfType<ModelCallStarted>().Count(started => started.ToolsWithdrawn).ShouldBe(1);
        state.Answered!.Ending.ShouldBe(RunEnding.Answered);
        state.Answered.Answer.Shown.ShouldBe("Out of turns.");
    }
}
