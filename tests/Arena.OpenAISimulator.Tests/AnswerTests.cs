using Arena.Core.Models;
using Arena.Core.Runs;
using Arena.Core.Tests;
using Arena.Core.Tools;
using Arena.Simulation.Answers;
using Arena.Simulation.Faults;
using Microsoft.Extensions.AI;

namespace Arena.OpenAISimulator.Tests;

/// <summary>Answers of every kind, whole and streamed: both forms must say the same.</summary>
public sealed class AnswerTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello.")];

    [Theory]
    [InlineData("stop")]
    [InlineData("length")]
    [InlineData("tool_calls")]
    [InlineData("content_filter")]
    [InlineData("function_call")]
    [InlineData("abort")]
    [InlineData("brand_new_reason")]
    public async Task GetResponse_OfEveryFinishReason_IsAnAnswerThatTellsItAsItWas(string reason)
    {
        foreach (var response in await BothAsync(new Fault(FaultKind.StopReason, Text: reason)))
        {
            response.FinishReason!.Value.Value.ShouldBe(reason);
            response.Text.ShouldStartWith("I shall read the file");
        }
    }

    [Fact]
    public async Task GetResponse_OfTextAndParallelToolCalls_HasThemInOrder()
    {
        var answer = new SimulatedAnswer(
            [
                new AnswerBlock.Text("Both at once: \u4e2d\ud83d\ude00 \"<&>\""),
                new AnswerBlock.Tool("a-1", "read_file", """{"path":"a.py","deep":{"list":[1,2.5,9007199254740993,true,null,"x"]}}"""),
                new AnswerBlock.Tool("a-2", "list_files", "{}"),
            ],
            "tool_calls", InputTokens: 7, OutputTokens: 9, CacheRead: 11, CacheWrite: 13, ServedModel: "served-2026-01-01", ReasoningTokens: 4);

        foreach (var response in await BothAsync(null, answer))
        {
            response.Messages.Count.ShouldBe(1);
            response.Text.ShouldBe("Both at once: \u4e2d\ud83d\ude00 \"<&>\"");
            Calls(response).ShouldBe(
            [
                """a-1 read_file {"path":"a.py","deep":{"list":[1,2.5,9007199254740993,true,null,"x"]}}""",
                "a-2 list_files {}",
            ]);
            response.ModelId.ShouldBe("served-2026-01-01");
            response.ResponseId.ShouldBe("chatcmpl-1");
            response.AdditionalProperties![ModelRequest.RequestId].ShouldBeOfType<string>().ShouldNotBeEmpty();
            var usage = response.Usage!;
            (usage.InputTokenCount, usage.OutputTokenCount, usage.CachedInputTokenCount, usage.ReasoningTokenCount, usage.AdditionalCounts![ModelRequest.CacheWriteCount])
                .ShouldBe((31, 9, 11, 4, 13));
        }
    }

    [Fact]
    public async Task GetResponse_OfReasoning_KeepsItApart()
    {
        var answer = new SimulatedAnswer(
            [
                new AnswerBlock.Reasoning("First \u201cthis\u201d, then that, and all of it long enough for two pieces.", null),
                new AnswerBlock.Text("So."),
                new AnswerBlock.Tool("t-1", "read_file", """{"path":"a"}"""),
            ],
            "tool_calls");

        foreach (var response in await BothAsync(null, answer))
        {
            var contents = response.Messages[0].Contents;
            contents.Select(content => content.GetType()).ShouldBe([typeof(TextReasoningContent), typeof(TextContent), typeof(FunctionCallContent)]);
            contents.OfType<TextReasoningContent>().Single().Text.ShouldBe("First \u201cthis\u201d, then that, and all of it long enough for two pieces.");
            response.Text.ShouldBe("So.");
            TurnLayout.Of(contents).ShouldBeNull("such a turn needs no layout beside it");
        }
    }

    [Fact]
    public async Task GetResponse_WithMembersThatNobodyKnows_KeepsTheRest()
    {
        var answer = new SimulatedAnswer([new AnswerBlock.Text("a"), new AnswerBlock.Unknown("""{"brand_new":{"x":[1]},"audio":null}"""), new AnswerBlock.Text("b")], "stop");

        foreach (var response in await BothAsync(null, answer))
            response.Text.ShouldBe("ab");
    }

    [Fact]
    public async Task GetResponse_OfAStreamWithAnUnknownEvent_GoesOn() =>
        (await OneAsync(new Fault(FaultKind.UnknownEvent), null, streaming: true)).FinishReason.ShouldBe(ChatFinishReason.ToolCalls);

    [Theory]
    [InlineData(FaultKind.NoUsage)]
    [InlineData(FaultKind.AbsurdUsage)]
    public async Task GetResponse_WithTokensThatAreMissingOrCannotBe_IsAnAnswerOfUnknownTokens(FaultKind fault)
    {
        foreach (var response in await BothAsync(new Fault(fault)))
        {
            response.Usage.ShouldBeNull();
            response.Text.ShouldStartWith("I shall read the file");
        }
    }

    [Fact]
    public async Task GetResponse_OfNoTokensForAnAnswer_HasUnknownTokens()
    {
        foreach (var response in await BothAsync(null, new SimulatedAnswer([new AnswerBlock.Text("x")], "stop", OutputTokens: 0)))
            response.Usage.ShouldBeNull();
    }

    [Theory]
    [InlineData(FaultKind.DuplicateKeys, """call_1 read_file raw {"twice":1,"twice":2,"path":"src/some/quite/long/path/to/a/file.py","lines":40}""")]
    [InlineData(null, """t-1 read_file raw {"path": "a""")]
    public async Task GetResponse_WhereArgumentsAreNoJsonOfOneMeaning_KeepsThemAsTheyWere(FaultKind? fault, string expected)
    {
        var answer = fault is null ? new SimulatedAnswer([new AnswerBlock.Tool("t-1", "read_file", "{\"path\": \"a")], "length") : null;

        foreach (var response in await BothAsync(fault is { } kind ? new Fault(kind) : null, answer))
            Calls(response).ShouldBe([expected]);
    }

    [Fact]
    public async Task GetResponse_OfNothingAtAll_IsAnEmptyAnswer()
    {
        foreach (var response in await BothAsync(null, new SimulatedAnswer([], "stop", OutputTokens: 0)))
        {
            response.Text.ShouldBeEmpty();
            response.Messages[0].Contents.ShouldBeEmpty();
            response.Usage!.OutputTokenCount.ShouldBe(0);
        }
    }

    [Fact]
    public async Task GetStreamingResponse_ShowsPiecesAsTheyComeAndTheTokensLast()
    {
        await using var server = await Completions.StartAsync();
        var updates = new List<ChatResponseUpdate>();

        await foreach (var update in server.Client(streaming: true).GetStreamingResponseAsync(Hello))
            updates.Add(update);

        updates.Count(update => update.Text.Length > 0).ShouldBeGreaterThan(1);
        string.Concat(updates.Select(update => update.Text)).ShouldBe("I shall read the file before I change anything in it. \u4e2d\ud83d\ude00");
        updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>().Single().Name.ShouldBe("read_file");
        updates[^1].Contents.OfType<UsageContent>().Single().Details.InputTokenCount.ShouldBe(100);
        updates[^1].FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        updates.ToChatResponse().ResponseId.ShouldBe("chatcmpl-1");
    }

    [Fact]
    public async Task GetStreamingResponse_WhereTheCardForbidsStreams_AsksForTheWhole()
    {
        await using var server = await Completions.StartAsync();

        var response = await server.Client(streaming: false).GetStreamingResponseAsync(Hello).ToChatResponseAsync();

        response.Text.ShouldStartWith("I shall read");
        response.Usage!.InputTokenCount.ShouldBe(100);
        server.Bodies.Single().GetProperty("stream").GetBoolean().ShouldBeFalse();
    }

    private static async Task<IReadOnlyList<ChatResponse>> BothAsync(Fault? fault, SimulatedAnswer? answer = null) =>
        [await OneAsync(fault, answer, streaming: false), await OneAsync(fault, answer, streaming: true)];

    private static async Task<ChatResponse> OneAsync(Fault? fault, SimulatedAnswer? answer, bool streaming)
    {
        await using var server = await Completions.StartAsync(FaultPlan.Of(fault), (_, _) => answer ?? Completions.TwoParts);
        return await server.Client(streaming).GetResponseAsync(Hello).Within("the answer");
    }

    internal static IEnumerable<string> Calls(ChatResponse response) => response.Messages[0].Contents.OfType<FunctionCallContent>().Select(call =>
        call.AdditionalProperties?.TryGetValue(ModelRequest.RawArguments, out string? raw) == true
            ? $"{call.CallId} {call.Name} raw {raw}"
            : $"{call.CallId} {call.Name} {ToolArguments.ToText(call.Arguments)}");
}
