using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Arena.BedrockSimulator.Answers;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Models.Bedrock;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tests.Runs;

namespace Arena.BedrockSimulator.Tests;

/// <summary>
/// A run that is taken over from its log sends what the run before would have sent, reasoning with its seals included: the
/// simulated model refuses a conversation in which they do not come back as they were.
/// </summary>
public sealed class RecoveryTests
{
    private static readonly RunKey Key = new("campaign", "task_01", 1);

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
        var (whole, state) = await RunAsync(bedrock, trees, streaming, []);
        var bodies = bedrock.Bodies.ToList();

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed, state.Finished.Reason);
        bodies.Count.ShouldBe(Turns.Length);
        bodies[2].GetProperty("messages")[1].GetProperty("content").EnumerateArray().Select(block => block.EnumerateObject().Single().Name)
            .ShouldBe(["reasoningContent", "reasoningContent", "text", "toolUse", "text", "toolUse"], "a turn goes back in the order in which it came");
        var digests = whole.OfType<ModelCallStarted>().ToDictionary(started => started.Call, started => started.RequestDigest);
        for (var kept = 1; kept < whole.Length; kept++)
        {
            var before = bedrock.Simulator.Requests.Length;
            var (events, recovered) = await RunAsync(bedrock, trees, streaming, whole[..kept]);

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

    private static async Task<(ImmutableArray<RunEvent> Events, RunState State)> RunAsync(
        Bedrock bedrock, ConcurrentDictionary<BlobId, string> trees, bool streaming, ImmutableArray<RunEvent> prefix)
    {
        // A new host: nothing is known but the log, which comes back from its stored form, and the saved workspaces.
        var log = new InMemoryRunLog();
        ImmutableArray<RunEvent> stored = [.. prefix.Select(e => RunEventJson.Parse(RunEventJson.ToUtf8(e)))];
        if (!stored.IsEmpty)
            (await log.AppendAsync(Key, 0, stored, CancellationToken.None)).ShouldBeTrue();
        using var provider = new BedrockProvider(TimeProvider.System);
        var task = new SuiteTask(
            Key.Task, "test", "sha256-task", "/nowhere", "Do it.", [], TaskLimits.Default, [], new CheckCommand([], TimeSpan.FromSeconds(1)), []);
        var services = new RunServices(
            log, new InMemoryBlobStore(), new MemoryWorld("a\u4e2d!", trees), new ModelProviders([provider]), new OpenGate(), new NoBudget(), TimeProvider.System, "test:1");
        await using var driver = new RunDriver(Key, new StepPerformer(Key, task, services), services);
        await driver.LoadAsync(CancellationToken.None);
        await driver.CreateAsync(
            new RunCreated(
                Key.Campaign, Key.Task, Key.Repetition, 1, 2, new SuiteReference("suite", "sha256-suite"),
                bedrock.Model(streaming, connection => connection with { CachePoints = true, Metadata = true }) with { Prices = new PriceTable(new DateOnly(2026, 1, 1), 1, 1, null, null, "test") },
                Harness.ArenaLoop, Harness.SystemPrompt, StoredText.Inline("Do it."), [.. MemoryWorld.Declarations], TaskLimits.Default, [], 0),
            CancellationToken.None);
        await driver.ClaimAsync(CancellationToken.None);
        await driver.DriveAsync(CancellationToken.None, CancellationToken.None);
        return (await log.ReadAsync(Key, 0, CancellationToken.None), driver.State);
    }
}
