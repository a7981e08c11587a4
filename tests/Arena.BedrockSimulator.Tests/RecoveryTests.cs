using System.Collections.Concurrent;
using System.Text.Json;
using Arena.BedrockSimulator.Answers;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Simulation.Answers;
using Arena.Simulation.Tests;

namespace Arena.BedrockSimulator.Tests;

/// <summary>
/// A run that is taken over from its log sends what the run before would have sent, reasoning with its seals included: the
/// simulated model refuses a conversation in which they do not come back as they were.
/// </summary>
public sealed class RecoveryTests
{
    private static readonly SimulatedAnswer[] Turns =
    [
        SealedReasoning.Add(
            new SimulatedAnswer(
                [
                    new AnswerBlock.Text("First \u201ca\u201d, then \u4e2d\ud83d\ude00."),
                    new AnswerBlock.Tool("tooluse_1", "append", """{"text":"a"}"""),
                    new AnswerBlock.Text("And at once:"),
                    new AnswerBlock.Tool("tooluse_2", "append", """{"text":"\u4e2d"}"""),
                ],
                "tool_use"),
            0),
        SealedReasoning.Add(new SimulatedAnswer([new AnswerBlock.Tool("tooluse_3", "broken", "{}"), new AnswerBlock.Tool("tooluse_4", "no such tool", """{"x":[1,2.5]}""")], "tool_use"), 1),
        new SimulatedAnswer([new AnswerBlock.Text("Done.")], "end_turn"),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Recovery_AfterEveryPrefixOfTheLog_SendsTheSameRequests(bool streaming)
    {
        var trees = new ConcurrentDictionary<BlobId, string>();
        await using var bedrock = await Bedrock.StartAsync(answer: (_, turn) => Turns[turn], reasoning: true);
        var (whole, state) = await bedrock.DriveAsync("a\u4e2d!", streaming, trees, []);
        var bodies = bedrock.Bodies.ToList();

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed, state.Finished.Reason);
        bodies.Count.ShouldBe(Turns.Length);
        bodies[2].GetProperty("messages")[1].GetProperty("content").EnumerateArray().Select(block => block.EnumerateObject().Single().Name)
            .ShouldBe(["reasoningContent", "reasoningContent", "text", "toolUse", "text", "toolUse"], "a turn goes back in the order in which it came");
        var digests = whole.OfType<ModelCallStarted>().ToDictionary(started => started.Call, started => started.RequestDigest);
        for (var kept = 1; kept < whole.Length; kept++)
        {
            var before = bedrock.Simulator.Requests.Length;
            var (events, recovered) = await bedrock.DriveAsync("a\u4e2d!", streaming, trees, whole[..kept]);

            recovered.Finished!.Outcome.ShouldBe(RunOutcome.Passed, $"after event {kept}: {recovered.Finished.Reason}");
            var made = events[kept..].OfType<ModelCallStarted>().ToList();
            bedrock.Simulator.Requests.Length.ShouldBe(before + made.Count, "every request is recorded, and none is hidden");
            for (var i = 0; i < made.Count; i++)
            {
                made[i].RequestDigest.ShouldBe(digests[made[i].Call]);
                JsonElement.Parse(bedrock.Simulator.Requests[before + i].Body).ShouldBe(bodies[made[i].Call - 1], JsonElement.DeepEquals, $"call {made[i].Call} after event {kept}");
            }
        }
    }
}
