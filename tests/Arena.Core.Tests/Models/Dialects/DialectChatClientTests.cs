using Arena.Core.Models.Dialects;
using Arena.Core.Runs;
using Microsoft.Extensions.AI;
using static Arena.Core.Tests.Models.Dialects.DialectGenerators;

namespace Arena.Core.Tests.Models.Dialects;

public sealed class DialectChatClientTests
{
    private const string Written = "I look.\n<tool_call>\n{\"name\": \"read_file\", \"arguments\": {\"path\": \"a\"}}\n</tool_call>";

    [Fact]
    public async Task GetResponse_WithTools_DeclaresThemInTheSystemPromptAndReadsTheCalls()
    {
        var inner = new SayingClient(new TextContent(Written));

        var response = await inner.UseDialect("hermes-json").GetResponseAsync([new(ChatRole.System, "Be good."), new(ChatRole.User, "go")], Offer, CancellationToken.None);

        var sent = inner.Asked.ShouldHaveSingleItem();
        sent.Select(message => message.Role).ShouldBe([ChatRole.System, ChatRole.User]);
        sent[0].Text.ShouldBe("Be good.\n\n" + ToolDialects.Find("hermes-json")!.Declare([new("read_file", "Reads a file.", Schema)]));
        sent[0].Text.ShouldContain("""
            <tools>
            {"type": "function", "function": {"name": "read_file", "description": "Reads a file.", "parameters": {"type":"object","properties":{"path":{"type":"string"}}}}}
            </tools>
            """);
        inner.Options.Single()!.Tools.ShouldBeNull();
        inner.Options.Single()!.ToolMode.ShouldBeNull();
        inner.Options.Single()!.ModelId.ShouldBe("m");
        Offer.Tools!.Count.ShouldBe(1);
        response.Text.ShouldBe(Written, "the turn is stored as the model wrote it");
        var call = response.Messages.Single().Contents.OfType<FunctionCallContent>().ShouldHaveSingleItem();
        (call.CallId, call.Name, DialectCall.Of(call).ArgumentText).ShouldBe(("call_1_1", "read_file", """{"path":"a"}"""));
    }

    [Fact]
    public async Task GetResponse_AfterATurnOfItsOwn_SendsTheTurnAsItWasWrittenAndAllResultsInOneMessage()
    {
        var twice = Written + "\n<tool_call>{\"name\": \"broken";
        var inner = new SayingClient(new TextContent("done"));

        await inner.UseDialect("hermes-json").GetResponseAsync(
            [
                new(ChatRole.User, "go"),
                new(ChatRole.Assistant, [new TextContent(twice), Call("1", "read_file"), Malformed("2", "(unreadable)", "<tool_call>{\"name\": \"broken")]),
                new(ChatRole.Tool, [new FunctionResultContent("1", "text of a")]),
                new(ChatRole.Tool, [new FunctionResultContent("2", "cannot be read")]),
            ],
            Offer, CancellationToken.None);

        var sent = inner.Asked.Single();
        sent.Select(message => message.Role).ShouldBe([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User]);
        sent[2].Contents.ShouldHaveSingleItem().ShouldBeOfType<TextContent>().Text.ShouldBe(twice);
        sent[3].Text.ShouldBe("<tool_response>\ntext of a\n</tool_response>\n<tool_response>\ncannot be read\n</tool_response>");
    }

    [Theory]
    [InlineData("hermes-json", "Hm.\n<tool_call>\n{\"name\": \"read_file\", \"arguments\": {\"path\":\"a\"}}\n</tool_call>", "<tool_response>\nx\n</tool_response>")]
    [InlineData("qwen3-coder-xml", "Hm.\n<tool_call>\n<function=read_file>\n<parameter=path>\na\n</parameter>\n</function>\n</tool_call>", "<tool_response>\nx\n</tool_response>")]
    [InlineData("json-fence", "Hm.\n```json\n{\"tool\": \"read_file\", \"arguments\": {\"path\":\"a\"}}\n```", "Result of read_file:\n```\nx\n```")]
    [InlineData("react", "Hm.\nAction: read_file\nAction Input: {\"path\":\"a\"}", "Observation: x")]
    public async Task GetResponse_AfterACallThatDoesNotStandInTheText_WritesItInTheDialect(string dialect, string turn, string result)
    {
        var inner = new SayingClient(new TextContent("done"));

        await inner.UseDialect(dialect).GetResponseAsync(
            [
                new(ChatRole.User, "go"),
                new(ChatRole.Assistant, [new TextReasoningContent("r"), new TextContent("Hm."), Call("1", "read_file")]),
                new(ChatRole.Tool, [new FunctionResultContent("1", "x")]),
            ],
            Offer, CancellationToken.None);

        var sent = inner.Asked.Single();
        sent[2].Text.ShouldBe(turn);
        sent[2].Contents[0].ShouldBeOfType<TextReasoningContent>().Text.ShouldBe("r");
        sent[2].Contents.OfType<FunctionCallContent>().ShouldBeEmpty();
        sent[3].Text.ShouldBe(result);
    }

    [Fact]
    public async Task GetResponse_WithToolsWithdrawn_SaysSoAndStillReadsACall()
    {
        var inner = new SayingClient(new TextContent(Written));

        var response = await inner.UseDialect("hermes-json").GetResponseAsync(
            [
                new(ChatRole.System, "Be good."),
                new(ChatRole.User, "go"),
                new(ChatRole.Assistant, [new TextContent(Written), Call("1", "read_file")]),
                new(ChatRole.Tool, [new FunctionResultContent("1", "x")]),
            ],
            new ChatOptions(), CancellationToken.None);

        inner.Asked.Single()[0].Text.ShouldBe("Be good.\n\n" + ToolDialects.Find("hermes-json")!.Withdrawn);
        response.Messages.Single().Contents.OfType<FunctionCallContent>().Single().Name.ShouldBe("read_file");
    }

    [Fact]
    public async Task GetResponse_WithoutToolsOldOrNew_ChangesNothing()
    {
        var inner = new SayingClient(new TextContent(Written));
        ChatMessage[] asked = [new(ChatRole.User, "go")];

        var response = await inner.UseDialect("hermes-json").GetResponseAsync(asked, null, CancellationToken.None);

        inner.Asked.Single().ShouldBe(asked);
        response.Messages.Single().Contents.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task GetResponse_WithACallThatCannotBeRead_GivesItWhatTheModelWrote()
    {
        const string Cut = "<tool_call>\n<function=read_file>\n<parameter=path>\na";

        var response = await new SayingClient(new TextReasoningContent("<tool_call><function=x>"), new TextContent("Hm.\n" + Cut))
            .UseDialect("qwen3-coder-xml").GetResponseAsync([new(ChatRole.User, "go")], Offer, CancellationToken.None);

        var call = response.Messages.Single().Contents.OfType<FunctionCallContent>().ShouldHaveSingleItem();
        call.Name.ShouldBe("read_file");
        call.AdditionalProperties![ModelRequest.RawArguments].ShouldBe(Cut);
    }

    [Fact]
    public async Task GetResponse_WithACallThatTheServerHasRead_KeepsIt()
    {
        var response = await new SayingClient(new TextContent("Hm."), Call("9", "read_file"))
            .UseDialect("hermes-json").GetResponseAsync([new(ChatRole.User, "go")], Offer, CancellationToken.None);

        response.Messages.Single().Contents.OfType<FunctionCallContent>().Single().CallId.ShouldBe("9");
    }

    [Fact]
    public void UseDialect_Native_IsTheClientItself_AndAnUnknownOneNamesThoseThatExist()
    {
        using var client = new SayingClient();

        client.UseDialect("native").ShouldBeSameAs(client);
        client.UseDialect(null).ShouldBeSameAs(client);
        Should.Throw<NotSupportedException>(() => client.UseDialect("morse")).Message
            .ShouldBe("There is no dialect 'morse'; there are: native, hermes-json, qwen3-coder-xml, json-fence, react.");
    }

    [Fact]
    public void Declare_OfQwen_WritesEveryKeyOfTheSchemaAsATag() =>
        ToolDialects.Find("qwen3-coder-xml")!.Declare([new("read_file", "Reads a file.", System.Text.Json.JsonElement.Parse("""
            {"type":"object","properties":{"path":{"type":"string","minLength":1,"description":"File."}},"required":["path"],"additionalProperties":false}
            """))]).ShouldContain("""
            <tools>
            <function>
            <name>read_file</name>
            <description>Reads a file.</description>
            <parameters>
            <parameter>
            <name>path</name>
            <type>string</type>
            <minLength>1</minLength>
            <description>File.</description>
            </parameter>
            <required>["path"]</required>
            <additionalProperties>false</additionalProperties>
            </parameters>
            </function>
            </tools>
            """);

    private static System.Text.Json.JsonElement Schema => Element(new { type = "object", properties = new { path = new { type = "string" } } });

    private static ChatOptions Offer { get; } = new()
    {
        ModelId = "m",
        ToolMode = ChatToolMode.Auto,
        Tools = [AIFunctionFactory.CreateDeclaration("read_file", "Reads a file.", Schema)],
    };

    private static FunctionCallContent Call(string id, string tool) => new(id, tool, new Dictionary<string, object?> { ["path"] = "a" });

    private static FunctionCallContent Malformed(string id, string tool, string raw) => new(id, tool, new Dictionary<string, object?>())
    {
        AdditionalProperties = new AdditionalPropertiesDictionary { [ModelRequest.RawArguments] = raw },
    };
}
