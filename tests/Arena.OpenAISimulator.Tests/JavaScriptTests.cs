using System.Text.Json;
using Arena.Core.Models;
using Arena.Core.Models.OpenAI;
using Arena.Core.Runs;
using Arena.Core.Suites;
using Arena.Core.Tests;
using Arena.Core.Tools;
using Arena.Simulation;
using Arena.Simulation.Answers;
using Arena.Simulation.Tests;
using Microsoft.Extensions.AI;

namespace Arena.OpenAISimulator.Tests;

/// <summary>
/// The proof from outside. OpenAI's client for JavaScript, which shares nothing with Arena, talks to the simulator with tools,
/// reasoning and streams; and Arena's client sends the same requests for the same conversation.
/// </summary>
public sealed class JavaScriptTests
{
    private const string ModelId = "some-model-2026-01-01";

    // Three turns: reasoning, text and two calls; a call with all that JSON has; the answer.
    private static readonly SimulatedAnswer[] Turns =
    [
        ReturningReasoning.Add(
            new SimulatedAnswer(
                [
                    new AnswerBlock.Text("Both at once: \u4e2d\ud83d\ude00 \"<&>\""),
                    new AnswerBlock.Tool("call_1", "read_file", """{"path":"a/b.py","lines":40}"""),
                    new AnswerBlock.Tool("call_2", "read_file", """{"path":"中.txt"}"""),
                ],
                "tool_calls", 31, 17, CacheRead: 5, ReasoningTokens: 8),
            0),
        ReturningReasoning.Add(
            new SimulatedAnswer(
                [new AnswerBlock.Tool("call_3", "read_file", """{"path":"","deep":{"list":[1,2.5,-300000,true,false,null,"x",{}],"é":[]}}""")], "tool_calls", 60, 9),
            1),
        new SimulatedAnswer([new AnswerBlock.Text("Done.")], "stop", 90, 4),
    ];

    [Fact]
    public async Task TheClientForJavaScript_TalksToTheSimulator_AndArenaSendsTheSameRequests()
    {
        var folder = await NodeProgram.InstallAsync("Arena.OpenAISimulator.Tests", "OpenAI's client for JavaScript");
        await using var theirs = await StartAsync();
        await using var ours = await StartAsync();

        var printed = JsonElement.Parse(await NodeProgram.PrintedByAsync(folder, "conversation.mjs", $"{theirs.Address}v1", ModelId));
        var answers = await ConverseAsync(ours, streaming: false);
        var streamed = await ConverseAsync(ours, streaming: true);

        // What the client understood of the simulator is what the simulator meant, and what Arena understood.
        foreach (var (name, seen) in new[] { ("whole", answers), ("streamed", streamed), ("helped", streamed) })
        {
            var turns = printed.GetProperty(name).EnumerateArray().Select(Show).ToList();
            turns.Count.ShouldBe(Turns.Length);
            turns.ShouldBe(seen.Select(answer => Show(answer, reasoning: name != "helped")), name);
        }

        printed.GetProperty("models").EnumerateArray().Select(model => model.GetString()).ShouldContain("scripted/oracle");
        printed.GetProperty("wrongKey").GetString().ShouldBe("AuthenticationError 401 invalid_api_key: Incorrect API key provided. (with an id)");
        printed.GetProperty("unanswered").GetString().ShouldBe(
            "BadRequestError 400 null: An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
            "The following tool_call_ids did not have response messages: a (with an id)");
        printed.GetProperty("unknownField").GetString().ShouldBe("BadRequestError 400 null: Invalid request: it has the unknown member 'colour'. (with an id)");

        // And Arena's requests are the client's.
        ours.Requests.Length.ShouldBe(2 * Turns.Length);
        for (var i = 0; i < ours.Requests.Length; i++)
        {
            ours.Requests[i].RawPath.ShouldBe(theirs.Requests[i].RawPath);
            // Whole answers need not be asked for: the client leaves the field out.
            WithoutStream(ours.Requests[i].Body).ShouldBe(WithoutStream(theirs.Requests[i].Body), JsonElement.DeepEquals, $"request {i + 1}");
        }
    }

    private static async Task<Simulator> StartAsync() =>
        await SimulatedOpenAI.StartAsync(new SimulatorOptions(new ModelCatalog(Repository.Models), new SuiteCatalog(Repository.Suites))
        {
            Answer = (_, turn) => Turns[turn],
            Reasoning = false,
        });

    private static async Task<List<ChatResponse>> ConverseAsync(Simulator simulator, bool streaming)
    {
        using var provider = new OpenAIProvider(TimeProvider.System, name => name == "MY_KEY" ? SimulatedOpenAI.ApiKey : null);
        var model = new ModelReference(
            "test/card", "sha256-card", "openai", ModelId, 500, 0.2, 20, null, 0.9, Connection: new ModelConnection(
                $"{simulator.Address}v1", KeyVariable: "MY_KEY", Streaming: streaming, MaxTokensField: "max_completion_tokens", ReasoningField: "reasoning_content", Metadata: true));
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
            messages.AddRange(calls.Select((call, i) => new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, $"result {i + 1} of {call.Name}")])));
        }
    }

    private static JsonElement WithoutStream(string body) => JsonSerializer.SerializeToElement(
        JsonElement.Parse(body).EnumerateObject().Where(member => member.Name != "stream").ToDictionary(member => member.Name, member => member.Value));

    private static string Show(JsonElement turn) =>
        $"{turn.GetProperty("finishReason")}: {turn.GetProperty("reasoning")}|{turn.GetProperty("text")}|" +
        string.Join(", ", turn.GetProperty("tools").EnumerateArray().Select(tool => $"{tool.GetProperty("id")} {tool.GetProperty("name")} {tool.GetProperty("arguments").GetRawText()}")) +
        $"|{turn.GetProperty("input")} {turn.GetProperty("cached")} {turn.GetProperty("output")} {turn.GetProperty("reasoned")}";

    private static string Show(ChatResponse answer, bool reasoning)
    {
        var contents = answer.Messages[0].Contents;
        var usage = answer.Usage!;
        return $"{answer.FinishReason}: {(reasoning ? string.Concat(contents.OfType<TextReasoningContent>().Select(thought => thought.Text)) : "")}|{answer.Text}|" +
            string.Join(", ", contents.OfType<FunctionCallContent>().Select(call => $"{call.CallId} {call.Name} {ToolArguments.ToText(call.Arguments)}")) +
            $"|{usage.InputTokenCount} {usage.CachedInputTokenCount} {usage.OutputTokenCount} {usage.ReasoningTokenCount}";
    }
}
