using System.Text.Json;
using Arena.BedrockSimulator.Answers;
using Arena.Core.Models;
using Arena.Core.Models.Bedrock;
using Arena.Core.Suites;
using Arena.Core.Tests;
using Arena.Simulation;
using Arena.Simulation.Answers;
using Arena.Simulation.Tests;
using Microsoft.Extensions.AI;

namespace Arena.BedrockSimulator.Tests;

/// <summary>
/// The proof from outside. The AWS SDK for JavaScript, which shares nothing with Arena, talks to the simulator with tools,
/// reasoning and streams; and Arena's client sends the same requests for the same conversation.
/// </summary>
public sealed class JavaScriptTests
{
    private const string ModelId = "us.anthropic.claude-test-v1:0";

    // Three turns: reasoning, text and two calls; a call with all that JSON has; the answer.
    private static readonly SimulatedAnswer[] Turns =
    [
        SealedReasoning.Add(
            new SimulatedAnswer(
                [
                    new AnswerBlock.Text("Both at once: \u4e2d\ud83d\ude00 \"<&>\""),
                    new AnswerBlock.Tool("tooluse_1", "read_file", """{"path":"a/b.py","lines":40}"""),
                    new AnswerBlock.Tool("tooluse_2", "read_file", """{"path":"\u4e2d.txt"}"""),
                ],
                "tool_use", 31, 17, CacheRead: 5),
            0),
        SealedReasoning.Add(
            new SimulatedAnswer(
                [new AnswerBlock.Tool("tooluse_3", "read_file", """{"path":"","deep":{"list":[1,2.5,-3e5,true,false,null,"x",{}],"\u00e9":[]}}""")], "tool_use", 60, 9),
            1),
        new SimulatedAnswer([new AnswerBlock.Text("Done.")], "end_turn", 90, 4),
    ];

    [Fact]
    public async Task TheSdkForJavaScript_TalksToTheSimulator_AndArenaSendsTheSameRequests()
    {
        var folder = await NodeProgram.InstallAsync("Arena.BedrockSimulator.Tests", "the AWS SDK for JavaScript");
        await using var theirs = await StartAsync();
        await using var ours = await StartAsync();

        var printed = JsonElement.Parse(await NodeProgram.PrintedByAsync(folder, "conversation.mjs", theirs.Address.ToString(), ModelId));
        var answers = await ConverseAsync(ours, streaming: false);
        var streamed = await ConverseAsync(ours, streaming: true);

        // What the SDK understood of the simulator is what the simulator meant.
        foreach (var (name, seen) in new[] { ("whole", answers), ("streamed", streamed) })
        {
            var turns = printed.GetProperty(name).EnumerateArray().ToList();
            turns.Count.ShouldBe(Turns.Length);
            seen.Count.ShouldBe(Turns.Length);
            for (var i = 0; i < Turns.Length; i++)
            {
                turns[i].GetProperty("stopReason").GetString().ShouldBe(Turns[i].StopReason);
                turns[i].GetProperty("text").GetString().ShouldBe(seen[i].Text);
                turns[i].GetProperty("input").GetInt64().ShouldBe(Turns[i].InputTokens);
                turns[i].GetProperty("output").GetInt64().ShouldBe(seen[i].Usage!.OutputTokenCount!.Value);
                turns[i].GetProperty("tools").GetArrayLength().ShouldBe(seen[i].Messages[0].Contents.OfType<FunctionCallContent>().Count());
            }
        }

        printed.GetProperty("tokens").GetInt32().ShouldBeGreaterThan(0);
        printed.GetProperty("wrongSecret").GetString().ShouldStartWith("InvalidSignatureException 403: The request signature we calculated");
        printed.GetProperty("unanswered").GetString().ShouldBe("ValidationException 400: Expected toolResult blocks at messages.2.content for the following Ids: a");

        // And Arena's requests are the SDK's.
        ours.Requests.Length.ShouldBe(2 * Turns.Length);
        for (var i = 0; i < ours.Requests.Length; i++)
        {
            ours.Requests[i].RawPath.ShouldBe(theirs.Requests[i].RawPath);
            JsonElement.Parse(ours.Requests[i].Body).ShouldBe(JsonElement.Parse(theirs.Requests[i].Body), JsonElement.DeepEquals, $"request {i + 1}");
        }
    }

    private static async Task<Simulator> StartAsync() =>
        await SimulatedBedrock.StartAsync(new SimulatorOptions(new ModelCatalog(Repository.Models), new SuiteCatalog(Repository.Suites))
        {
            Answer = (_, turn) => Turns[turn],
            Reasoning = true,
        });

    private static async Task<List<ChatResponse>> ConverseAsync(Simulator simulator, bool streaming)
    {
        using var provider = new BedrockProvider(TimeProvider.System);
        var model = new ModelReference(
            "test/card", "sha256-card", "bedrock", ModelId, 500, 0.2, 20, null, 0.9, Connection: new ModelConnection(
                simulator.Address.ToString(), "eu-central-1", Streaming: streaming, CachePoints: true, Metadata: true,
                Extra: JsonElement.Parse("""{"top_k":20,"thinking":{"type":"enabled","budget_tokens":1024}}""")));
        var client = provider.Create(model, new Dictionary<string, string> { ["arena.task"] = "task_01", ["arena.run"] = "2" });
        var options = new ChatOptions
        {
            MaxOutputTokens = 500,
            Temperature = 0.2f,
            TopP = 0.9f,
            Tools =
            [
                AIFunctionFactory.CreateDeclaration("read_file", "Reads a file.", JsonElement.Parse(
                    """{"type":"object","properties":{"path":{"type":"string"},"lines":{"type":"integer","minimum":1}},"required":["path"]}""")),
            ],
        };
        List<ChatMessage> messages =
        [
            new(ChatRole.System, "Be brief; \u201cquotes\u201d & <tags> stay as they are."), new(ChatRole.User, "Go, and mind \u4e2d\ud83d\ude00."),
        ];
        var answers = new List<ChatResponse>();
        while (true)
        {
            var answer = await client.GetResponseAsync(messages, options);
            answers.Add(answer);
            var calls = answer.Messages[0].Contents.OfType<FunctionCallContent>().ToList();
            if (calls.Count == 0)
                return answers;
            messages.Add(answer.Messages[0]);
            messages.AddRange(calls.Select((call, i) => new ChatMessage(ChatRole.Tool, [Result(call, i)])));
        }
    }

    private static FunctionResultContent Result(FunctionCallContent call, int index)
    {
        var result = new FunctionResultContent(call.CallId, $"result {index + 1} of {call.Name}");
        if (index == 1)
            result.AdditionalProperties = new AdditionalPropertiesDictionary { [Core.Runs.ModelRequest.FailedResult] = true };
        return result;
    }
}
