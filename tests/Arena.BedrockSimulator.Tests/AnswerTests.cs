using Arena.Core.Models;
using Arena.Core.Runs;
using Arena.Core.Tests;
using Arena.Core.Tools;
using Arena.Simulation.Answers;
using Arena.Simulation.Faults;
using Microsoft.Extensions.AI;

namespace Arena.BedrockSimulator.Tests;

/// <summary>Answers of every kind, whole and streamed: both forms must say the same.</summary>
public sealed class AnswerTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello.")];

    [Theory]
    [InlineData("end_turn", "stop")]
    [InlineData("tool_use", "tool_calls")]
    [InlineData("max_tokens", "length")]
    [InlineData("stop_sequence", "stop_sequence")]
    [InlineData("guardrail_intervened", "guardrail_intervened")]
    [InlineData("content_filtered", "content_filter")]
    [InlineData("malformed_model_output", "malformed_model_output")]
    [InlineData("malformed_tool_use", "malformed_tool_use")]
    [InlineData("model_context_window_exceeded", "model_context_window_exceeded")]
    [InlineData("brand_new_reason", "brand_new_reason")]
    public async Task GetResponse_OfEveryStopReason_IsAnAnswerAndNoFailure(string reason, string finish)
    {
        foreach (var response in await BothAsync(new Fault(FaultKind.StopReason, Text: reason)))
        {
            response.FinishReason!.Value.Value.ShouldBe(finish);
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
            "tool_use", InputTokens: 7, OutputTokens: 5, CacheRead: 11, CacheWrite: 13, ServedModel: "eu.served-v1:0");

        foreach (var response in await BothAsync(null, answer))
        {
            response.Messages.Count.ShouldBe(1);
            response.Text.ShouldBe("Both at once: \u4e2d\ud83d\ude00 \"<&>\"");
            Calls(response).ShouldBe(
            [
                """a-1 read_file {"path":"a.py","deep":{"list":[1,2.5,9007199254740993,true,null,"x"]}}""",
                "a-2 list_files {}",
            ]);
            response.ModelId.ShouldBe("eu.served-v1:0");
            response.ResponseId.ShouldNotBeNullOrEmpty();
            (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.CachedInputTokenCount, response.Usage.AdditionalCounts![ModelRequest.CacheWriteCount])
                .ShouldBe((31, 5, 11, 13));
            response.Usage.ReasoningTokenCount.ShouldBeNull();
        }
    }

    [Fact]
    public async Task GetResponse_OfReasoning_KeepsWhatItIsSealedWith()
    {
        var answer = new SimulatedAnswer(
            [
                new AnswerBlock.Redacted([1, 2, 3, 255]),
                new AnswerBlock.Reasoning("First \u201cthis\u201d, then that, and all of it long enough for two pieces.", "c2ln+/8="),
                new AnswerBlock.Text("So."),
                new AnswerBlock.Reasoning("And without a seal.", null),
                new AnswerBlock.Tool("t-1", "read_file", """{"path":"a"}"""),
            ],
            "tool_use");

        var layouts = (await BothAsync(null, answer)).Select(response => TurnLayout.Of(response.Messages[0].Contents)).ToList();

        layouts[0].ShouldBe(layouts[1]);
        layouts[0].ShouldBe("""[{"reasoning":0,"protected":"{\"redacted\":\"AQID/w==\"}"},{"reasoning":66,"protected":"{\"signature\":\"c2ln\\u002B/8=\"}"},{"text":3},{"reasoning":19},{"tool":0}]""");
    }

    [Fact]
    public async Task GetResponse_OfAPartThatNobodyKnows_KeepsTheRestAndThatItWasThere()
    {
        var answer = new SimulatedAnswer([new AnswerBlock.Text("a"), new AnswerBlock.Unknown("""{"brandNew":{"x":1}}"""), new AnswerBlock.Text("b")], "end_turn");

        foreach (var response in await BothAsync(null, answer))
        {
            response.Text.ShouldBe("ab");
            TurnLayout.Of(response.Messages[0].Contents).ShouldBe("""[{"text":1},{"other":"UnknownBlock"},{"text":1}]""");
        }
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
        foreach (var response in await BothAsync(null, new SimulatedAnswer([new AnswerBlock.Text("x")], "end_turn", OutputTokens: 0)))
            response.Usage.ShouldBeNull();
    }

    [Fact]
    public async Task GetResponse_WithMoreTokensThanTheFieldHolds_IsMalformed()
    {
        foreach (var streaming in new[] { false, true })
        {
            var failure = await Should.ThrowAsync<ModelCallException>(OneAsync(new Fault(FaultKind.HugeUsage), null, streaming));
            (failure.Kind, failure.MayBeBilled).ShouldBe((ModelFailureKind.Malformed, true));
        }
    }

    [Fact]
    public async Task GetResponse_WhereArgumentsHaveAKeyTwice_IsTheModelsFaultStreamed_AndMalformedWhole()
    {
        var streamed = await OneAsync(new Fault(FaultKind.DuplicateKeys), null, streaming: true);

        Calls(streamed).Single().ShouldStartWith("""tooluse_1 read_file raw {"twice":1,"twice":2,"path":""");
        (await Should.ThrowAsync<ModelCallException>(OneAsync(new Fault(FaultKind.DuplicateKeys), null, streaming: false))).Kind.ShouldBe(ModelFailureKind.Malformed);
    }

    [Fact]
    public async Task GetResponse_WhereArgumentsAreNoJson_KeepsThemAsTheyWere()
    {
        var answer = new SimulatedAnswer([new AnswerBlock.Tool("t-1", "read_file", "{\"path\": \"a")], "max_tokens");

        Calls(await OneAsync(null, answer, streaming: true)).ShouldBe(["t-1 read_file raw {\"path\": \"a"]);
    }

    [Fact]
    public async Task GetResponse_OfNothingAtAll_IsAnEmptyAnswer()
    {
        foreach (var response in await BothAsync(null, new SimulatedAnswer([], "end_turn", OutputTokens: 0)))
        {
            response.Text.ShouldBeEmpty();
            response.Usage!.OutputTokenCount.ShouldBe(0);
        }
    }

    [Fact]
    public async Task GetStreamingResponse_ShowsPiecesAsTheyComeAndTheTokensLast()
    {
        await using var bedrock = await Bedrock.StartAsync();
        var updates = new List<ChatResponseUpdate>();

        await foreach (var update in bedrock.Client(streaming: true).GetStreamingResponseAsync(Hello))
            updates.Add(update);

        updates.Count(update => update.Text.Length > 0).ShouldBeGreaterThan(1);
        string.Concat(updates.Select(update => update.Text)).ShouldBe("I shall read the file before I change anything in it. \u4e2d\ud83d\ude00");
        updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>().Single().Name.ShouldBe("read_file");
        updates[^1].Contents.OfType<UsageContent>().Single().Details.InputTokenCount.ShouldBe(100);
        updates[^1].FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
    }

    [Fact]
    public async Task GetStreamingResponse_WhereTheCardForbidsStreams_AsksForTheWhole()
    {
        await using var bedrock = await Bedrock.StartAsync();

        (await bedrock.Client(streaming: false).GetStreamingResponseAsync(Hello).ToChatResponseAsync()).Text.ShouldStartWith("I shall read");

        bedrock.Simulator.Requests.Single().Operation.ShouldBe("converse");
    }

    private static async Task<IReadOnlyList<ChatResponse>> BothAsync(Fault? fault, SimulatedAnswer? answer = null) =>
        [await OneAsync(fault, answer, streaming: false), await OneAsync(fault, answer, streaming: true)];

    private static async Task<ChatResponse> OneAsync(Fault? fault, SimulatedAnswer? answer, bool streaming)
    {
        await using var bedrock = await Bedrock.StartAsync(FaultPlan.Of(fault), (_, _) => answer ?? Bedrock.TwoParts);
        return await bedrock.Client(streaming).GetResponseAsync(Hello).Within("the answer");
    }

    private static IEnumerable<string> Calls(ChatResponse response) => response.Messages[0].Contents.OfType<FunctionCallContent>().Select(call =>
        call.AdditionalProperties?.TryGetValue(ModelRequest.RawArguments, out string? raw) == true
            ? $"{call.CallId} {call.Name} raw {raw}"
            : $"{call.CallId} {call.Name} {ToolArguments.ToText(call.Arguments)}");
}
