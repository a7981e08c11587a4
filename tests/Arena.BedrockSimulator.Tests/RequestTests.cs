using System.Text.Json;
using Arena.Core.Models;
using Arena.Core.Runs;
using Arena.Simulation.Tests;
using Microsoft.Extensions.AI;

namespace Arena.BedrockSimulator.Tests;

/// <summary>What the client sends. The simulator refuses what the service refuses, so a request that comes through is valid.</summary>
public sealed class RequestTests
{
    private static readonly AITool ReadFile = AIFunctionFactory.CreateDeclaration(
        "read_file", "Reads a file.", JsonElement.Parse("""{"type":"object","properties":{"path":{"type":"string"}},"required":["path"]}"""));

    [Fact]
    public async Task GetResponse_OfAWholeConversation_SendsItInTheServicesForm()
    {
        var body = await BodyOfAsync(
            [
                new(ChatRole.System, "Be brief."),
                new(ChatRole.User, "Go."),
                new(ChatRole.Assistant, [new TextContent("I look."), Call("a", "read_file", ("path", "x")), Call("b", "read_file", ("path", "y"))]),
                new(ChatRole.Tool, [new FunctionResultContent("a", "text of x")]),
                new(ChatRole.Tool, [Failed("b", "no such file")]),
            ],
            new ChatOptions { MaxOutputTokens = 500, Temperature = 0.2f, TopP = 0.9f, Tools = [ReadFile], StopSequences = ["END"] });

        body.ShouldBe(JsonElement.Parse("""
            {
              "system": [{"text": "Be brief."}],
              "messages": [
                {"role": "user", "content": [{"text": "Go."}]},
                {"role": "assistant", "content": [
                  {"text": "I look."},
                  {"toolUse": {"toolUseId": "a", "name": "read_file", "input": {"path": "x"}}},
                  {"toolUse": {"toolUseId": "b", "name": "read_file", "input": {"path": "y"}}}]},
                {"role": "user", "content": [
                  {"toolResult": {"toolUseId": "a", "content": [{"text": "text of x"}]}},
                  {"toolResult": {"toolUseId": "b", "content": [{"text": "no such file"}], "status": "error"}}]}
              ],
              "inferenceConfig": {"maxTokens": 500, "temperature": 0.2, "topP": 0.9, "stopSequences": ["END"]},
              "toolConfig": {"tools": [{"toolSpec": {"name": "read_file", "description": "Reads a file.",
                "inputSchema": {"json": {"type": "object", "properties": {"path": {"type": "string"}}, "required": ["path"]}}}}]}
            }
            """), Same);
    }

    [Fact]
    public async Task GetResponse_ToAModelThatKnowsNoStatus_LeavesItOut()
    {
        var body = await BodyOfAsync(
            [new(ChatRole.User, "Go."), new(ChatRole.Assistant, [Call("a", "read_file")]), new(ChatRole.Tool, [Failed("a", "no")])],
            new ChatOptions { Tools = [ReadFile] }, id: "qwen.qwen3-coder-next");

        body.GetRawText().ShouldNotContain("status");
    }

    [Fact]
    public async Task GetResponse_WithAnObjectAsResult_SendsItAsJson()
    {
        var body = await BodyOfAsync(
            [
                new(ChatRole.User, "Go."),
                new(ChatRole.Assistant, [Call("a", "read_file")]),
                new(ChatRole.Tool, [new FunctionResultContent("a", JsonElement.Parse("""{"lines":[1,2.5],"more":null}"""))]),
            ],
            new ChatOptions { Tools = [ReadFile] });

        body.GetProperty("messages")[2].GetProperty("content")[0].GetProperty("toolResult").GetProperty("content")
            .ShouldBe(JsonElement.Parse("""[{"json":{"lines":[1,2.5],"more":null}}]"""), Same);
    }

    [Fact]
    public async Task GetResponse_OfWhatModelsGetWrong_IsStillTaken()
    {
        var wild = new string('x', 80);
        var raw = new FunctionCallContent("c", "read_file", new Dictionary<string, object?>())
        {
            AdditionalProperties = new AdditionalPropertiesDictionary { [ModelRequest.RawArguments] = "{\"path\": " },
        };
        var body = await BodyOfAsync(
            [
                new(ChatRole.User, "Go."),
                new(ChatRole.Assistant, [new TextContent("  "), Call("functions.read:0", "read file!"), Call("", ""), raw, Call(wild, wild)]),
                new(ChatRole.Tool, [new FunctionResultContent("functions.read:0", ""), new FunctionResultContent("", "a"), new FunctionResultContent("c", "b")]),
                new(ChatRole.Tool, [new FunctionResultContent(wild, " \n")]),
            ],
            new ChatOptions { Tools = [ReadFile] });

        var uses = body.GetProperty("messages")[1].GetProperty("content").EnumerateArray().Select(block => block.GetProperty("toolUse")).ToList();
        uses.Select(use => use.GetProperty("name").GetString()).ShouldBe(["read_file_", "_", "read_file", wild[..64]]);
        uses[2].GetProperty("input").ShouldBe(JsonElement.Parse("""{"invalid_json":"{\"path\": "}"""), Same);
        var results = body.GetProperty("messages")[2].GetProperty("content").EnumerateArray().Select(block => block.GetProperty("toolResult")).ToList();
        results.Select(result => result.GetProperty("toolUseId").GetString()).ShouldBe(uses.Select(use => use.GetProperty("toolUseId").GetString()));
        results.Select(result => result.GetProperty("content")[0].GetProperty("text").GetString()).ShouldBe(["(empty)", "a", "b", "(empty)"]);
    }

    [Fact]
    public async Task GetResponse_WhereToolsAreWithdrawn_DeclaresOneThatSaysSo()
    {
        var body = await BodyOfAsync(
            [new(ChatRole.User, "Go."), new(ChatRole.Assistant, [Call("a", "read_file")]), new(ChatRole.Tool, [new FunctionResultContent("a", "x")])], new ChatOptions());

        body.GetProperty("toolConfig").GetProperty("tools").EnumerateArray().Single().GetProperty("toolSpec").GetProperty("name").GetString().ShouldBe("no_tools_available");
        (await BodyOfAsync([new(ChatRole.User, "Go.")], new ChatOptions())).TryGetProperty("toolConfig", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task GetResponse_WithCachePoints_MarksToolsSystemAndTheLastUserMessage()
    {
        var body = await BodyOfAsync(
            [
                new(ChatRole.System, "Be brief."), new(ChatRole.User, "Go."),
                new(ChatRole.Assistant, [Call("a", "read_file")]), new(ChatRole.Tool, [new FunctionResultContent("a", "x")]),
            ],
            new ChatOptions { Tools = [ReadFile] }, connection => connection with { CachePoints = true });

        var point = JsonElement.Parse("""{"cachePoint":{"type":"default"}}""");
        body.GetProperty("toolConfig").GetProperty("tools")[1].ShouldBe(point, Same);
        body.GetProperty("system")[1].ShouldBe(point, Same);
        body.GetProperty("messages")[2].GetProperty("content")[1].ShouldBe(point, Same);
        body.GetRawText().Split("cachePoint").Length.ShouldBe(4);
    }

    [Fact]
    public async Task GetResponse_WithSealedReasoning_SendsItBackAsItCame_AndTheUnsealedWhereTheCardSaysSo()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "Go."),
            new(ChatRole.Assistant,
            [
                new TextReasoningContent("") { ProtectedData = """{"redacted":"AQID/w=="}""" },
                new TextReasoningContent("Hm \u201cso\u201d.") { ProtectedData = """{"signature":"c2ln+/8="}""" },
                new TextReasoningContent("Unsealed."),
                Call("a", "read_file"),
            ]),
            new(ChatRole.Tool, [new FunctionResultContent("a", "x")]),
        ];
        var options = new ChatOptions { Tools = [ReadFile] };

        var blocks = (await BodyOfAsync(messages, options)).GetProperty("messages")[1].GetProperty("content");
        blocks.GetArrayLength().ShouldBe(3);
        blocks[0].ShouldBe(JsonElement.Parse("""{"reasoningContent":{"redactedContent":"AQID/w=="}}"""), Same);
        blocks[1].ShouldBe(JsonElement.Parse("""{"reasoningContent":{"reasoningText":{"text":"Hm “so”.","signature":"c2ln+/8="}}}"""), Same);

        var all = (await BodyOfAsync(messages, options, connection => connection with { ReasoningField = "reasoningContent" })).GetProperty("messages")[1].GetProperty("content");
        all[2].ShouldBe(JsonElement.Parse("""{"reasoningContent":{"reasoningText":{"text":"Unsealed."}}}"""), Same);
    }

    [Fact]
    public async Task GetResponse_WithExtraFieldsAndMetadata_SendsThem()
    {
        await using var bedrock = await Bedrock.StartAsync();
        var model = bedrock.Model(true, connection => connection with
        {
            Extra = JsonElement.Parse("""{"top_k":20,"thinking":{"type":"enabled","budget_tokens":1024}}"""), Metadata = true,
        });

        await bedrock.Client(model, new Dictionary<string, string> { ["arena.task"] = "task_01" }).GetResponseAsync([new ChatMessage(ChatRole.User, "Go.")]);

        var body = bedrock.Bodies.Single();
        body.GetProperty("additionalModelRequestFields").ShouldBe(model.Connection!.Extra!.Value, Same);
        body.GetProperty("requestMetadata").ShouldBe(JsonElement.Parse("""{"arena.task":"task_01"}"""), Same);
    }

    [Theory]
    [InlineData("qwen.qwen3-coder-next", "/model/qwen.qwen3-coder-next/converse-stream")]
    [InlineData("us.anthropic.claude-sonnet-4-20250514-v1:0", "/model/us.anthropic.claude-sonnet-4-20250514-v1%3A0/converse-stream")]
    [InlineData("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.a-v1:0", "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.a-v1%3A0/converse-stream")]
    [InlineData("scripted/oracle", "/model/scripted%2Foracle/converse-stream")]
    public async Task GetResponse_OfAnyModelId_IsSentAndSignedRight(string id, string path)
    {
        await using var bedrock = await Bedrock.StartAsync();

        await bedrock.Client(bedrock.Model(true, id: id)).GetResponseAsync([new ChatMessage(ChatRole.User, "Go.")]);

        var request = bedrock.Simulator.Requests.Single();
        (request.RawPath, request.ModelId).ShouldBe((path, id));
    }

    private static bool Same(JsonElement a, JsonElement b) => JsonElement.DeepEquals(a, b);

    private static async Task<JsonElement> BodyOfAsync(
        ChatMessage[] messages, ChatOptions options, Func<ModelConnection, ModelConnection>? connection = null, string id = "anthropic.test-v1:0")
    {
        await using var bedrock = await Bedrock.StartAsync();
        await bedrock.Client(bedrock.Model(streaming: false, connection, id)).GetResponseAsync(messages, options);
        await bedrock.Client(bedrock.Model(streaming: true, connection, id)).GetResponseAsync(messages, options);
        var bodies = bedrock.Bodies.ToList();
        bodies[0].ShouldBe(bodies[1], Same, "both operations take the same request");
        return bodies[0];
    }

    private static FunctionCallContent Call(string id, string name, params (string Key, object? Value)[] arguments) =>
        new(id, name, arguments.ToDictionary(argument => argument.Key, argument => argument.Value));

    private static FunctionResultContent Failed(string id, string text) =>
        new(id, text) { AdditionalProperties = new AdditionalPropertiesDictionary { [ModelRequest.FailedResult] = true } };
}
