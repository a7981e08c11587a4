using System.Text;
using System.Text.Json;
using Arena.Core.Models;
using Arena.Core.Models.Dialects;
using Arena.Core.Models.Scripted;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Suites;
using Arena.Core.Tests.Models.Dialects;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;
using static Arena.Core.Tests.Runs.Scenario;

namespace Arena.Core.Tests.Runs;

/// <summary>The loop is the same in every dialect: the same calls are made, and the same is refused.</summary>
public sealed class DialectLoopTests
{
    public static TheoryData<string> Dialects => [.. ToolDialects.Names];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Run_InAnyDialect_MakesTheSameCallsAndAnswersTheSame(string dialect)
    {
        var scenario = new Scenario([Calls(Append("<tool_call>"), new("read", "{}"), new("no_such_tool", "{}")), Calls(Append("\\n```\\n")), Says("done")], new MemoryWorld("<tool_call>\n```\n"))
        {
            Dialect = dialect,
        };

        var state = await scenario.RunAsync();

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        state.Answered!.Answer.Shown.ShouldBe("done");
        var events = await scenario.EventsAsync();
        events.OfType<ToolCompleted>().Select(tool => (tool.Tool, tool.Output.Shown)).ShouldBe([("append", "appended"), ("read", "<tool_call>"), ("append", "appended")]);
        events.OfType<ToolDenied>().Single().Reason.ShouldBe(ToolDenial.UnknownTool);
        var turns = events.OfType<ModelCallCompleted>().ToList();
        turns[0].ToolCalls.Select(call => $"{call.Name}{call.Arguments.Shown}").ShouldBe(["""append{"text":"<tool_call>"}""", "read{}", "no_such_tool{}"]);
        (turns[0].Text.Bytes > 0).ShouldBe(dialect != "native", "a dialect's calls stand in the text");
    }

    [Theory]
    [InlineData("hermes-json", "<tool_call>{\"name\": \"append\", \"arguments\": {\"text\": \"x", "append", "it is cut off")]
    [InlineData("hermes-json", "<tool_call>\nappend x\n</tool_call>", "(unreadable)", "there is no JSON object in it")]
    [InlineData("qwen3-coder-xml", "<tool_call>\n<function=append>", "append", "it is cut off before </function>")]
    [InlineData("json-fence", "```json\n{\"tool\": \"append\", \"args\": {}}\n```", "append", "the unknown key \"args\"")]
    [InlineData("react", "Action: append\nAction Input: x", "append", "its Action Input is no JSON object")]
    public async Task Run_WithACallThatCannotBeRead_RecordsARefusalThatShowsHowToWriteOne(string dialect, string text, string tool, string problem)
    {
        var instead = new Queue<string>([text]);
        var scenario = new Scenario([Says("not said"), Calls(Append("x")), Says("done")], new MemoryWorld("x"))
        {
            Dialect = dialect,
            Client = client => new Instead(client, () => instead.TryDequeue(out var said) ? said : null),
        };

        var state = await scenario.RunAsync();

        state.Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        var denied = (await scenario.EventsAsync()).OfType<ToolDenied>().ShouldHaveSingleItem();
        denied.Tool.ShouldBe(tool);
        denied.Reason.ShouldBe(ToolDenial.InvalidArguments);
        denied.Message.Shown.ShouldStartWith("The tool call cannot be read: ");
        denied.Message.Shown.ShouldContain(problem);
        denied.Message.Shown.ShouldEndWith(ToolDialects.Find(dialect)!.Example);
        state.Conduct.InvalidCalls.ShouldBe(1);
    }

    [Fact]
    public async Task Run_WithAValueOfTheWrongType_IsRefusedByTheToolsSchema()
    {
        var scenario = new Scenario([Calls(new ScriptedToolCall("append", """{"words":"x"}""")), Calls(Append("x")), Says("done")], new MemoryWorld("x")) { Dialect = "qwen3-coder-xml" };

        (await scenario.RunAsync()).Finished!.Outcome.ShouldBe(RunOutcome.Passed);
        (await scenario.EventsAsync()).OfType<ToolDenied>().Single().Message.Shown.ShouldContain("'words' is not an argument; allowed: text");
    }

    [Fact]
    public async Task Run_InReact_AnswersWithWhatFollowsTheLabelAlone()
    {
        var scenario = new Scenario([], new MemoryWorld(""))
        {
            Dialect = "react",
            Client = client => new Instead(client, () => "Thought: I am stuck, or am I?\nFinal Answer: 42"),
        };

        var state = await scenario.RunAsync();

        state.LastTurn!.Text.Shown.ShouldBe("Thought: I am stuck, or am I?\nFinal Answer: 42");
        state.Answered!.Answer.Shown.ShouldBe("42");
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Request_WhateverIsSent_ReservesAtLeastItsBytes(string dialect)
    {
        // A tokenizer of bytes makes the most tokens that there can be. Every other answer does not tell what it took.
        var sent = new List<long>();
        var scenario = new Scenario([.. Enumerable.Range(0, 6).Select(i => Calls(Append($"{i} \u4e2d\u6587"), new("read", "{}"), new("broken", "{"))), Says("done")], new MemoryWorld(""))
        {
            Dialect = dialect,
            Limits = TaskLimits.Default with { Turns = 6 },
            Client = client => new ByteCounting(client, sent),
        };

        await scenario.RunAsync();

        var reserved = (await scenario.EventsAsync()).OfType<ModelCallStarted>().Select(call => call.ReservedUsd!.Value).ToList();
        reserved.Count.ShouldBe(6);
        reserved.Zip(sent).ShouldAllBe(call => call.First >= Prices.WorstCase(call.Second, 1000));
        // An upper bound that is far off would hold no run back that could go on: the last call's is within twice.
        reserved[^1].ShouldBeLessThan(Prices.WorstCase(2 * sent[^1] + 2000, 1000));
    }

    [Fact]
    public async Task Digests_OfRequestAndHarness_TellTheDialects()
    {
        var digests = new List<string>();
        foreach (var dialect in ToolDialects.Names)
        {
            var scenario = new Scenario([Says("done")], new MemoryWorld("")) { Dialect = dialect };
            await scenario.RunAsync();
            digests.Add((await scenario.EventsAsync()).OfType<ModelCallStarted>().Single().RequestDigest);
        }

        digests.Distinct().Count().ShouldBe(ToolDialects.Names.Length);
        var harnesses = ToolDialects.Names.Select(Harness.ArenaLoopIn).ToList();
        harnesses.Select(harness => harness.Digest).Distinct().Count().ShouldBe(ToolDialects.Names.Length);
        harnesses.Select(harness => harness.ToString()).ShouldBe(["arena-loop@1", "arena-loop@1 hermes-json", "arena-loop@1 qwen3-coder-xml", "arena-loop@1 json-fence", "arena-loop@1 react"]);
        Harness.ArenaLoopIn(null).ShouldBe(Harness.ArenaLoop);
    }

    private sealed class Instead(IChatClient inner, Func<string?> says) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            says() is { } text
                ? new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { Usage = new UsageDetails { InputTokenCount = 1, OutputTokenCount = 1 } }
                : await base.GetResponseAsync(messages, options, cancellationToken);
    }

    private sealed class ByteCounting(IChatClient inner, List<long> sent) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var asked = messages.ToList();
            var bytes = asked.SelectMany(message => message.Contents).Sum(Bytes)
                + (options?.Tools ?? []).OfType<AIFunctionDeclaration>().Sum(tool => Bytes(tool.Name) + Bytes(tool.Description) + Bytes(tool.JsonSchema.GetRawText()));
            sent.Add(bytes);
            var response = await base.GetResponseAsync(asked, options, cancellationToken);
            response.Usage = sent.Count % 2 == 0
                ? null
                : new UsageDetails { InputTokenCount = bytes, OutputTokenCount = response.Messages.SelectMany(message => message.Contents).Sum(Bytes) };
            return response;
        }

        private static long Bytes(AIContent content) => content switch
        {
            TextContent text => Bytes(text.Text),
            FunctionCallContent call => Bytes(call.Name) + Bytes(DialectCall.Of(call).ArgumentText),
            FunctionResultContent result => Bytes(result.Result!.ToString()!),
            _ => throw new ArgumentOutOfRangeException(nameof(content)),
        };

        private static long Bytes(string text) => Encoding.UTF8.GetByteCount(text);
    }
}
