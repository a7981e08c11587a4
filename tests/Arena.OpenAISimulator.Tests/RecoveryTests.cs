using System.Collections.Concurrent;
using System.Text.Json;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Simulation.Answers;
using Arena.Simulation.Tests;

namespace Arena.OpenAISimulator.Tests;

/// <summary>
/// A run that is taken over from its log sends what the run before would have sent, reasoning included: the simulated model
/// refuses a conversation in which it does not come back as it was.
/// </summary>
public sealed class RecoveryTests
{
    private static readonly SimulatedAnswer[] Turns =
    [
        ReturningReasoning.Add(
            new SimulatedAnswer(
                [
                    new AnswerBlock.Text("First \u201ca\u201d, then \u4e2d\ud83d\ude00."),
                    new AnswerBlock.Tool("call_1", "append", """{"text":"a"}"""),
                    new AnswerBlock.Tool("call_2", "append", """{ "text" : "\u4e2d" }"""),
                ],
                "tool_calls"),
            0),
        ReturningReasoning.Add(
            new SimulatedAnswer(
                [
                    new AnswerBlock.Tool("call_1", "broken", "{}"),
                    new AnswerBlock.Tool("functions.fly:1", "no such tool", """{"x":[1,2.5]}"""),
                    new AnswerBlock.Tool("call_5", "append", "{\"text\":"),
                ],
                "tool_calls"),
            1),
        new SimulatedAnswer([new AnswerBlock.Text("Done.")], "stop"),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Recovery_AfterEveryPrefixOfTheLog_SendsTheSameRequests(bool streaming)
    {
        var trees = new ConcurrentDictionary<BlobId, string>();
        await using var server = await Completions.StartAsync(answer: (_, turn) => Turns[turn], reasoning: true);
        var (whole, state) = await server.DriveAsync("a\u4e2d!", streaming, trees);
        var bodies = server.Bodies.ToList();

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed, state.Finished.Reason);
        bodies.Count.ShouldBe(Turns.Length);
        bodies[2].GetProperty("messages").EnumerateArray().Where(message => message.TryGetProperty("reasoning_content", out _)).Count().ShouldBe(2);
        whole.OfType<ModelCallCompleted>().ShouldAllBe(turn => turn.ResponseId!.StartsWith("chatcmpl-") && turn.RequestId != null && turn.ServedModel == "test-model");
        var digests = whole.OfType<ModelCallStarted>().ToDictionary(started => started.Call, started => started.RequestDigest);
        for (var kept = 1; kept < whole.Length; kept++)
        {
            var before = server.Simulator.Requests.Length;
            var (events, recovered) = await server.DriveAsync("a\u4e2d!", streaming, trees, whole[..kept]);

            recovered.Finished!.Outcome.ShouldBe(RunOutcome.Passed, $"after event {kept}: {recovered.Finished.Reason}");
            var made = events[kept..].OfType<ModelCallStarted>().ToList();
            server.Simulator.Requests.Length.ShouldBe(before + made.Count, "every request is recorded, and none is hidden");
            for (var i = 0; i < made.Count; i++)
            {
                made[i].RequestDigest.ShouldBe(digests[made[i].Call]);
                JsonElement.Parse(server.Simulator.Requests[before + i].Body).ShouldBe(bodies[made[i].Call - 1], JsonElement.DeepEquals, $"call {made[i].Call} after event {kept}");
            }
        }
    }
}
