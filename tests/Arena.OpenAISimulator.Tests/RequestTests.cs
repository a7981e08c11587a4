using System.Text.Json;
using Arena.Core.Models;
using Arena.Core.Models.OpenAI;
using Arena.Core.Runs;
using Arena.Simulation.Tests;
using Microsoft.Extensions.AI;

namespace Arena.OpenAISimulator.Tests;

/// <summary>What the client sends. The simulator refuses what strict servers refuse, so a request that comes through is valid.</summary>
public sealed class RequestTests
{
    private static readonly AITool ReadFile = AIFunctionFactory.CreateDeclaration(
        "read_file", "Reads a file.", JsonElement.Parse("""{"type":"object","properties":{"path":{"type":"string"}},"required":["path"]}"""));

    [Fact]
    public async Task GetResponse_OfAWholeConversation_SendsItInTheServersForm()
    {
        var body = await BodyOfAsync(
            [
                new(ChatRole.System, "Be brief; \u201cquotes\u201d & <tags>."),
                new(ChatRole.User, "Go."),
                new(ChatRole.Assistant, [new TextContent("I look."), Call("a", "read_file", ("path", "x")), Call("b", "read_file", ("path", "\u4e2d"))]),
                new(ChatRole.Tool, [new FunctionResultContent("a", "text of x")]),
                new(ChatRole.Tool, [new FunctionResultContent("b", JsonElement.Parse("""{"lines":[1,2.5]}"""))]),
                new(ChatRole.Assistant, [Call("c", "read_file")]),
                new(ChatRole.Tool, [new FunctionResultContent("c", "")]),
            ],
            new ChatOptions { MaxOutputTokens = 500, Temperature = 0.2f, TopP = 0.9f, Tools = [ReadFile], StopSequences = ["END"] });

        body.ShouldBe(JsonElement.Parse("""
            {
              "model": "test-model",
              "messages": [
                {"role": "system", "content": "Be brief; \u201cquotes\u201d & <tags>."},
                {"role": "user", "content": "Go."},
                {"role": "assistant", "content": "I look.", "tool_calls": [
                  {"id": "a", "type": "function", "function": {"name": "read_file", "arguments": "{\"path\":\"x\"}"}},
                  {"id": "b", "type": "function", "function": {"name": "read_file", "arguments": "{\"path\":\"\u4e2d\"}"}}]},
                {"role": "tool", "tool_call_id": "a", "content": "text of x"},
                {"role": "tool", "tool_call_id": "b", "content": "{\"lines\":[1,2.5]}"},
                {"role": "assistant", "content": null, "tool_calls": [{"id": "c", "type": "function", "function": {"name": "read_file", "arguments": "{}"}}]},
                {"role": "tool", "tool_call_id": "c", "content": ""}
              ],
              "tools": [{"type": "function", "function": {"name": "read_file", "description": "Reads a file.",
                "parameters": {"type": "object", "properties": {"path": {"type": "string"}}, "required": ["path"]}}}],
              "max_tokens": 500, "temperature": 0.2, "top_p": 0.9, "stop": ["END"]
            }
            """), Same);
    }

    [Fact]
    public async Task GetResponse_Streamed_AsksForTheTokens()
    {
        await using var server = await Completions.StartAsync();

        await server.Client(streaming: true).GetResponseAsync([new ChatMessage(ChatRole.User, "Go.")]);

        server.Bodies.Single().GetProperty("stream_options").ShouldBe(JsonElement.Parse("""{"include_usage":true}"""), Same);
    }

    [Fact]
    public async Task GetResponse_OfWhatModelsGetWrong_IsStillTaken()
    {
        var raw = new FunctionCallContent("c", "read_file", new Dictionary<string, object?>())
        {
            AdditionalProperties = new AdditionalPropertiesDictionary { [ModelRequest.RawArguments] = "{\"path\": \"\u4e2d" },
        };
        var body = await BodyOfAsync(
            [
                new(ChatRole.User, "Go."),
                new(ChatRole.Assistant, [new TextContent("  "), Call("functions.read:0", "read file!"), raw, Call("d", new string('x', 80))]),
                new(ChatRole.Tool, [new FunctionResultContent("functions.read:0", ""), new FunctionResultContent("c", "b"), new FunctionResultContent("d", " \n")]),
            ],
            new ChatOptions { Tools = [ReadFile] });

        var calls = body.GetProperty("messages")[1].GetProperty("tool_calls").EnumerateArray().ToList();
        calls.Select(call => call.GetProperty("function").GetProperty("name").GetString()).ShouldBe(["read_file_", "read_file", new string('x', 64)]);
        calls.Select(call => call.GetProperty("id").GetString()).ShouldBe(["functions.read:0", "c", "d"], "ids are the server's own and go back as they came");
        calls[1].GetProperty("function").GetProperty("arguments").GetString().ShouldBe("""{"invalid_json":"{\"path\": \"中"}""");
        body.GetProperty("messages").EnumerateArray().Skip(2).Select(message => message.GetProperty("tool_call_id").GetString()).ShouldBe(["functions.read:0", "c", "d"]);
    }

    [Fact]
    public async Task GetResponse_OfAnEmptyTurn_HasAnEmptyText()
    {
        var body = await BodyOfAsync([new(ChatRole.User, "Go."), new(ChatRole.Assistant, []), new(ChatRole.User, "And?")], new ChatOptions());

        body.GetProperty("messages")[1].ShouldBe(JsonElement.Parse("""{"role":"assistant","content":""}"""), Same);
        body.TryGetProperty("tools", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("reasoning_content", """{"role":"assistant","content":"So.","reasoning_content":"Hm \u201cso\u201d, then."}""")]
    [InlineData("reasoning", """{"role":"assistant","content":"So.","reasoning":"Hm \u201cso\u201d, then."}""")]
    public async Task GetResponse_WithReasoning_SendsItBackWhereTheCardSaysSo(string? field, string? expected)
    {
        var body = await BodyOfAsync(
            [new(ChatRole.User, "Go."), new(ChatRole.Assistant, [new TextReasoningContent("Hm \u201cso\u201d"), new TextReasoningContent(", then."), new TextContent("So.")]), new(ChatRole.User, "And?")],
            new ChatOptions(), connection => connection with { ReasoningField = field });

        body.GetProperty("messages")[1].ShouldBe(JsonElement.Parse(expected ?? """{"role":"assistant","content":"So."}"""), Same);
    }

    [Fact]
    public async Task GetResponse_WithReasoningThatIsMoreThanAText_SendsItBackAsItCame()
    {
        var body = await BodyOfAsync(
            [
                new(ChatRole.User, "Go."),
                new(ChatRole.Assistant, [new TextReasoningContent("Hm.") { ProtectedData = """[{"type":"reasoning.encrypted","data":"+/8="}]""" }, new TextContent("So.")]),
                new(ChatRole.User, "And?"),
            ],
            new ChatOptions(), connection => connection with { ReasoningField = "reasoning_details" });

        body.GetProperty("messages")[1].ShouldBe(JsonElement.Parse("""{"role":"assistant","content":"So.","reasoning_details":[{"type":"reasoning.encrypted","data":"+/8="}]}"""), Same);
    }

    [Theory]
    [InlineData(null, false, "max_tokens")]
    [InlineData(null, true, "max_completion_tokens")]
    [InlineData("max_completion_tokens", false, "max_completion_tokens")]
    [InlineData("max_tokens", true, "max_tokens")]
    public void Write_OfAnOutputLimit_UsesTheFieldThatTheServerTakes(string? field, bool isOpenAI, string expected)
    {
        var model = Completions.Model("http://localhost/v1", false, connection => connection with { MaxTokensField = field });

        var body = JsonElement.Parse(OpenAIRequest.Write(model, isOpenAI, [new ChatMessage(ChatRole.User, "Go.")], new ChatOptions { MaxOutputTokens = 77 }, null));

        body.EnumerateObject().Where(member => member.Name.StartsWith("max_", StringComparison.Ordinal)).Select(member => $"{member.Name} {member.Value}").ShouldBe([$"{expected} 77"]);
    }

    [Fact]
    public async Task GetResponse_WithExtraFields_SendsThem_AndTheyWinOverArenasOwn()
    {
        var body = await BodyOfAsync(
            [new(ChatRole.User, "Go.")],
            new ChatOptions { Temperature = 0.2f, TopP = 0.9f, Tools = [ReadFile] },
            connection => connection with { Extra = JsonElement.Parse("""{"top_k":20,"temperature":1,"parallel_tool_calls":false,"chat_template_kwargs":{"enable_thinking":true}}""") });

        body.GetProperty("temperature").GetDouble().ShouldBe(1);
        body.GetProperty("top_p").GetDouble().ShouldBe(0.9);
        (body.GetProperty("top_k").GetInt32(), body.GetProperty("parallel_tool_calls").GetBoolean()).ShouldBe((20, false));
        body.GetProperty("chat_template_kwargs").ShouldBe(JsonElement.Parse("""{"enable_thinking":true}"""), Same);
        body.EnumerateObject().Select(member => member.Name).ShouldBeUnique();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetResponse_WithMetadata_SendsThemWhereTheCardSaysSo(bool told)
    {
        await using var server = await Completions.StartAsync();
        var model = server.Model(true, connection => connection with { Metadata = told });

        await server.Provider.Create(model, new Dictionary<string, string> { ["arena.task"] = "task_01" }).GetResponseAsync([new ChatMessage(ChatRole.User, "Go.")]);

        server.Bodies.Single().TryGetProperty("metadata", out var metadata).ShouldBe(told);
        if (told)
            metadata.ShouldBe(JsonElement.Parse("""{"arena.task":"task_01"}"""), Same);
    }

    private static bool Same(JsonElement a, JsonElement b) => JsonElement.DeepEquals(a, b);

    private static async Task<JsonElement> BodyOfAsync(ChatMessage[] messages, ChatOptions options, Func<ModelConnection, ModelConnection>? connection = null)
    {
        await using var server = await Completions.StartAsync();
        await server.Client(streaming: false, connection).GetResponseAsync(messages, options);
        await server.Client(streaming: true, connection).GetResponseAsync(messages, options);
        var bodies = server.Bodies.Select(WithoutStream).ToList();
        bodies[0].ShouldBe(bodies[1], Same, "both forms take the same request");
        return bodies[0];
    }

    private static JsonElement WithoutStream(JsonElement body) => JsonSerializer.SerializeToElement(
        body.EnumerateObject().Where(member => member.Name is not ("stream" or "stream_options")).ToDictionary(member => member.Name, member => member.Value));

    private static FunctionCallContent Call(string id, string name, params (string Key, object? Value)[] arguments) =>
        new(id, name, arguments.ToDictionary(argument => argument.Key, argument => argument.Value));
}
