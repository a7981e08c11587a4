using Arena.Core.Models;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Tools;
using Arena.Simulation.Answers;
using Arena.Simulation.Faults;

namespace Arena.BedrockSimulator.Tests;

/// <summary>What a run makes of the service's answers and failures.</summary>
public sealed class RunTests
{
    [Theory]
    [InlineData("content_filtered", "content_filter")]
    [InlineData("guardrail_intervened", "guardrail_intervened")]
    [InlineData("malformed_tool_use", "malformed_tool_use")]
    [InlineData("malformed_model_output", "malformed_model_output")]
    [InlineData("model_context_window_exceeded", "model_context_window_exceeded")]
    [InlineData("max_tokens", "length")]
    public async Task Run_WhoseModelStopsForAReasonOfItsOwn_IsJudgedByWhatItSaid(string reason, string finish)
    {
        await using var bedrock = await Bedrock.StartAsync(answer: (_, _) => new SimulatedAnswer([new AnswerBlock.Text("Half an ans")], reason));

        var (events, state) = await bedrock.DriveAsync("something");

        events.OfType<ModelCallCompleted>().Single().FinishReason.ShouldBe(finish);
        state.Answered!.Answer.Shown.ShouldBe("Half an ans");
        (state.Finished!.Outcome, state.Finished.FailureMode).ShouldBe((RunOutcome.Failed, FailureMode.WrongAnswer));
    }

    [Fact]
    public async Task Run_WhoseToolCallIsCutAtTheOutputLimit_TellsTheModelAndGoesOn()
    {
        await using var bedrock = await Bedrock.StartAsync(answer: (_, turn) => turn switch
        {
            0 => new SimulatedAnswer([new AnswerBlock.Tool("t-1", "append", "{\"text\":\"a")], "max_tokens"),
            1 => new SimulatedAnswer([new AnswerBlock.Tool("t-2", "append", """{"text":"a"}""")], "tool_use"),
            _ => new SimulatedAnswer([new AnswerBlock.Text("Done.")], "end_turn"),
        });

        var (events, state) = await bedrock.DriveAsync("a");

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        events.OfType<ToolDenied>().Single().Reason.ShouldBe(ToolDenial.InvalidArguments);
    }

    [Fact]
    public async Task Run_WhosePromptIsTooLong_EndsAtItsTokenLimitAndNotAsBrokenInfrastructure()
    {
        await using var bedrock = await Bedrock.StartAsync(FaultPlan.Of(new Fault(FaultKind.TooLong)));

        var (_, state) = await bedrock.DriveAsync("a");

        state.Answered!.Ending.ShouldBe(RunEnding.TokenLimit);
        state.Finished!.Outcome.ShouldBe(RunOutcome.Failed);
    }

    [Fact]
    public async Task Run_ThatIsDenied_EndsAtOnceAndSaysWhatToDo()
    {
        await using var bedrock = await Bedrock.StartAsync(FaultPlan.Of(new Fault(FaultKind.AccessDenied)));

        var (_, state) = await bedrock.DriveAsync("a");

        state.Finished!.Outcome.ShouldBe(RunOutcome.InfrastructureError);
        state.Finished.Reason.ShouldStartWith("Model call 1 failed as access_denied: AccessDeniedException: ");
        state.Finished.Reason.ShouldContain(" Next: give the caller bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream");
        state.Totals.UnsettledUsd.ShouldBe(0m);
        bedrock.Simulator.Requests.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Run_WhoseAnswerIsCut_RecordsWhatWasLostAndKeepsItsReservation()
    {
        await using var bedrock = await Bedrock.StartAsync(
            FaultPlan.Of(new Fault(FaultKind.Cut)), (_, _) => new SimulatedAnswer([new AnswerBlock.Text(new string('x', 400))], "end_turn"));

        var (events, state) = await bedrock.DriveAsync("");

        var failed = events.OfType<ModelCallFailed>().Single();
        (failed.Kind, failed.MayBeBilled).ShouldBe((ModelFailureKind.Network, true));
        failed.Partial!.Characters.ShouldBeInRange(24, 399);
        failed.Partial.ToolFragments.ShouldBe(0);
        state.Totals.UnsettledUsd.ShouldBe(events.OfType<ModelCallStarted>().First().ReservedUsd!.Value);
        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        TranscriptMarkdown.Write(new RunKey("campaign", "task_01", 1), events).ShouldContain($"Lost: {failed.Partial.Characters} characters and 0 tool fragments had been received.");
    }

    [Fact]
    public async Task Run_WhoseServiceTellsNoTokens_HasAnUnknownCostAndNotNone()
    {
        await using var bedrock = await Bedrock.StartAsync(
            FaultPlan.Of(new Fault(FaultKind.NoUsage)), (_, _) => new SimulatedAnswer([new AnswerBlock.Text("Done.")], "end_turn"));

        var (_, state) = await bedrock.DriveAsync("");

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        (state.Totals.CostUsd, state.Totals.Usage.Input).ShouldBe((null, null));
    }

    [Fact]
    public async Task Run_OnItsLastTurn_OffersNoToolAndIsStillTaken()
    {
        await using var bedrock = await Bedrock.StartAsync(answer: (request, turn) => request.Body.Contains("no_tools_available", StringComparison.Ordinal)
            ? new SimulatedAnswer([new AnswerBlock.Text("Out of turns.")], "end_turn")
            : new SimulatedAnswer([new AnswerBlock.Tool($"t-{turn}", "append", """{"text":"a"}""")], "tool_use"));

        var (events, state) = await bedrock.DriveAsync("");

        events.OfType<ModelCallStarted>().Count(started => started.ToolsWithdrawn).ShouldBe(1);
        state.Answered!.Ending.ShouldBe(RunEnding.Answered);
        state.Answered.Answer.Shown.ShouldBe("Out of turns.");
    }
}
