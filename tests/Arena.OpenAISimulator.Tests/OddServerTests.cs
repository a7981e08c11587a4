using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Arena.Core.Models;
using Arena.Core.Models.OpenAI;
using Arena.Core.Runs;
using Arena.Core.Tests;
using Microsoft.Extensions.AI;

namespace Arena.OpenAISimulator.Tests;

/// <summary>Answers of servers that keep the interface in their own way: what can be understood is, and nothing of it is lost.</summary>
public sealed class OddServerTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello.")];

    public static TheoryData<string, string, string, string[]> Messages => new()
    {
        { "null content and an empty list of calls", """{"content":null,"tool_calls":[]}""", "", [] },
        { "no content, and calls that are null", """{"tool_calls":null}""", "", [] },
        { "calls without ids", """{"content":"","tool_calls":[{"function":{"name":"a","arguments":"{}"}},{"id":null,"function":{"name":"b","arguments":"{}"}}]}""", "", ["a {}", "b {}"] },
        { "arguments that are an object", """{"tool_calls":[{"id":"x","function":{"name":"a","arguments":{"p":[1]}}}]}""", "", ["""x a {"p":[1]}"""] },
        { "arguments that are missing, null or empty", """{"tool_calls":[{"id":"x","function":{"name":"a"}},{"id":"y","function":{"name":"b","arguments":null}},{"id":"z","function":{"name":"c","arguments":""}}]}""", "", ["x a {}", "y b {}", "z c {}"] },
        { "arguments that are no object", """{"tool_calls":[{"id":"x","function":{"name":"a","arguments":"[1]"}},{"id":"y","function":{"name":"b","arguments":"\"{}\""}}]}""", "", ["x a raw [1]", "y b raw \"{}\""] },
        { "a call without a function", """{"tool_calls":[{"id":"x"}]}""", "", ["x  {}"] },
        { "content in parts", """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]},{"type":"text","text":"a"},{"type":"image"},{"type":"text","text":"b"}]}""", "Hm.|ab", [] },
        { "a refusal", """{"content":null,"refusal":"I will not."}""", "I will not.", [] },
        { "reasoning by its newer name", """{"reasoning":"Hm.","content":"a"}""", "Hm.|a", [] },
        { "reasoning by both names", """{"reasoning":"Hm.","reasoning_content":"Hm.","content":"a"}""", "Hm.|a", [] },
        { "an empty reasoning beside another", """{"reasoning_content":"","reasoning":"Hm.","content":"a"}""", "Hm.|a", [] },
        { "half a character", """{"content":"a\ud83d b \"\u4e2d\\n\/\n\ude00"}""", "a\ufffd b \"\u4e2d\\n/\n\ufffd", [] },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task GetResponse_OfAnOddMessage_IsUnderstood(string what, string message, string said, string[] calls)
    {
        await using var server = await CannedServer.StartWithJsonAsync(
            $$$"""{"id":"r-1","model":"m","choices":[{"index":0,"message":{{{message}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""");
        await using var streaming = await CannedServer.StartWithEventsAsync(
            $$$"""{"id":"r-1","model":"m","choices":[{"index":0,"delta":{{{message}}}}]}""",
            """{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""");

        foreach (var response in new[] { await server.Client(false).GetResponseAsync(Hello), await streaming.Client().GetResponseAsync(Hello) })
        {
            Said(response).ShouldBe(said, what);
            AnswerTests.Calls(response).Select(call => call.Trim()).ShouldBe(calls, what);
            (response.ResponseId, response.ModelId, response.FinishReason).ShouldBe(("r-1", "m", ChatFinishReason.Stop));
            response.Usage!.InputTokenCount.ShouldBe(5);
        }
    }

    public static TheoryData<string, string[], string, string[]> Streams => new()
    {
        { "one index for all calls", [Piece("""{"index":0,"id":"a","function":{"name":"x","arguments":"{\"p\":1}"}}"""), Piece("""{"index":0,"id":"b","function":{"name":"x","arguments":"{\"p\":2}"}}""")], "", ["""a x {"p":1}""", """b x {"p":2}"""] },
        { "one index and no ids", [Piece("""{"index":0,"function":{"name":"x","arguments":"{\"p\":1}"}}"""), Piece("""{"index":0,"function":{"name":"x","arguments":"{\"p\":2}"}}""")], "", ["""x {"p":1}""", """x {"p":2}"""] },
        { "no index", [Piece("""{"id":"a","function":{"name":"x","arguments":"{\"p\":"}}"""), Piece("""{"function":{"arguments":"1}"}}"""), Piece("""{"id":"b","function":{"name":"y","arguments":"{}"}}""")], "", ["""a x {"p":1}""", "b y {}"] },
        { "calls that are mixed", [Piece("""{"index":0,"id":"a","function":{"name":"x","arguments":""}},{"index":1,"id":"b","function":{"name":"y","arguments":""}}"""), Piece("""{"index":1,"function":{"arguments":"{\"q\""}}"""), Piece("""{"index":0,"function":{"arguments":"{}"}}"""), Piece("""{"index":1,"function":{"arguments":":2}"}}""")], "", ["a x {}", """b y {"q":2}"""] },
        { "a name and an id in every piece", [Piece("""{"index":0,"id":"a","function":{"name":"x","arguments":"{\"p\""}}"""), Piece("""{"index":0,"id":"a","function":{"name":"x","arguments":":1}"}}"""), Piece("""{"index":0,"id":"a","function":{"name":"x","arguments":""}}""")], "", ["""a x {"p":1}"""] },
        { "an index that does not begin at 0", [Piece("""{"index":1,"id":"a","function":{"name":"x","arguments":"{}"}}""")], "", ["a x {}"] },
        { "a character in two halves", ["""{"choices":[{"delta":{"content":"a\ud83d"}}]}""", """{"choices":[{"delta":{"content":"\ude00b"}}]}"""], "a\ud83d\ude00b", [] },
        { "empty finish reasons on the way", ["""{"choices":[{"delta":{"content":"a"},"finish_reason":""}]}""", """{"choices":[{"delta":{"content":"b"},"finish_reason":""}]}"""], "ab", [] },
        { "running tokens and a filter's report", ["""{"choices":[],"prompt_filter_results":[{}]}""", """{"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":5,"completion_tokens":1}}"""], "a", [] },
        { "a second choice", ["""{"choices":[{"index":1,"delta":{"content":"no"}}]}""", """{"choices":[{"index":0,"delta":{"content":"a"}}]}"""], "a", [] },
        { "a message instead of its pieces", ["""{"choices":[{"message":{"role":"assistant","content":"a"}}]}"""], "a", [] },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task GetResponse_OfAnOddStream_IsUnderstood(string what, string[] events, string said, string[] calls)
    {
        await using var server = await CannedServer.StartWithEventsAsync(
            [.. events, """{"choices":[{"delta":{},"finish_reason":"stop"}]}""", """{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}""", "[DONE]"]);

        var response = await server.Client().GetResponseAsync(Hello).Within(what);

        Said(response).ShouldBe(said, what);
        AnswerTests.Calls(response).Select(call => call.Trim()).ShouldBe(calls, what);
        (response.FinishReason, response.Usage!.OutputTokenCount).ShouldBe((ChatFinishReason.Stop, 2));
    }

    [Fact]
    public async Task GetResponse_OfAServerThatDoesNotStream_ReadsTheWhole()
    {
        await using var server = await CannedServer.StartWithJsonAsync("""{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}]}""");

        var response = await server.Client(streaming: true).GetResponseAsync(Hello);
        var updates = await server.Client(streaming: true).GetStreamingResponseAsync(Hello).ToChatResponseAsync();

        (response.Text, response.FinishReason, response.Usage).ShouldBe(("a", ChatFinishReason.Stop, null));
        updates.Text.ShouldBe("a");
    }

    [Theory]
    [InlineData("""{"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}""", "stop")]
    [InlineData("[DONE]", null)]
    public async Task GetResponse_OfAStreamThatEndsByAFinishReasonOrTheMarkAlone_IsComplete(string end, string? finish)
    {
        await using var server = await CannedServer.StartWithEventsAsync("""{"choices":[{"delta":{"content":"a"}}]}""", end);

        var response = await server.Client().GetResponseAsync(Hello);

        response.Text.ShouldStartWith("a");
        (response.FinishReason?.Value).ShouldBe(finish);
        response.Usage.ShouldBeNull();
    }

    [Fact]
    public async Task GetResponse_WhoseConnectionBreaksBehindTheFinishReason_KeepsTheAnswerOfUnknownTokens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = BreakOffAsync(listener, "data: {\"choices\":[{\"delta\":{\"content\":\"paid for\"},\"finish_reason\":\"stop\"}]}\n\n");
        using var provider = new OpenAIProvider(TimeProvider.System, _ => null);

        var response = await provider.Create(Completions.Model($"http://{listener.LocalEndpoint}/v1", true)).GetResponseAsync(Hello).Within("the answer");

        (response.Text, response.FinishReason, response.Usage).ShouldBe(("paid for", ChatFinishReason.Stop, null));
        await serving.Within("the end of the connection");
    }

    [Theory]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":20}""", 100L, 20L, null, null)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":20,"total_tokens":120,"prompt_tokens_details":null,"completion_tokens_details":null}""", 100L, 20L, null, null)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":20,"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":36}""", 100L, 20L, 64L, null)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":20,"total_tokens":150,"completion_tokens_details":{"reasoning_tokens":30}}""", 100L, 50L, null, 30L)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":20,"total_tokens":150}""", 100L, 50L, null, 30L)]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":20,"total_tokens":7}""", 100L, 20L, null, null)]
    [InlineData("""{"prompt_tokens":100}""", null, null, null, null)]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":20}""", null, null, null, null)]
    [InlineData("""{"prompt_tokens":"100","completion_tokens":"20"}""", null, null, null, null)]
    [InlineData("""{"prompt_tokens":1e30,"completion_tokens":20}""", null, null, null, null)]
    [InlineData("""{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}""", null, null, null, null)]
    [InlineData("null", null, null, null, null)]
    public async Task GetResponse_OfAnyUsage_TellsTheTokensOrThatTheyAreUnknown(string usage, long? input, long? output, long? cached, long? reasoning)
    {
        await using var server = await CannedServer.StartWithJsonAsync($$$"""{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"usage":{{{usage}}}}""");

        var told = (await server.Client(false).GetResponseAsync(Hello)).Usage;

        (told?.InputTokenCount, told?.OutputTokenCount, told?.CachedInputTokenCount, told?.ReasoningTokenCount).ShouldBe((input, output, cached, reasoning));
    }

    [Theory]
    [InlineData("""{"reasoning":"Hm.","reasoning_details":[{"type":"reasoning.text","index":0,"text":"Hm.","signature":"s"},{"type":"reasoning.encrypted","index":1,"data":"AQID"}],"content":"a"}""", null)]
    [InlineData("""{"reasoning":"H","reasoning_details":[{"type":"reasoning.text","index":0,"text":"H"}]}""", """{"reasoning":"m.","reasoning_details":[{"type":"reasoning.text","index":0,"text":"m.","signature":"s"},{"type":"reasoning.encrypted","index":1,"data":"AQID"}],"content":"a"}""")]
    public async Task GetResponse_OfReasoningThatIsMoreThanAText_KeepsItForTheWayBackWhereTheCardNamesItsField(string first, string? second)
    {
        await using var server = await CannedServer.StartWithEventsAsync(
            [.. new[] { first, second }.OfType<string>().Select(delta => $$$"""{"choices":[{"delta":{{{delta}}}}]}"""), """{"choices":[{"delta":{},"finish_reason":"stop"}]}"""]);

        var kept = (await server.Client(connection: connection => connection with { ReasoningField = "reasoning_details" }).GetResponseAsync(Hello)).Messages[0].Contents[0];
        var plain = (await server.Client().GetResponseAsync(Hello)).Messages[0].Contents[0];

        kept.ShouldBeOfType<TextReasoningContent>().Text.ShouldBe("Hm.");
        ((TextReasoningContent)kept).ProtectedData.ShouldBe("""[{"type":"reasoning.text","index":0,"text":"Hm.","signature":"s"},{"type":"reasoning.encrypted","index":1,"data":"AQID"}]""");
        plain.ShouldBeOfType<TextReasoningContent>().ProtectedData.ShouldBeNull();
        TurnLayout.Of([kept]).ShouldNotBeNull("the transcript keeps what the text does not tell");
    }

    [Fact]
    public async Task GetResponse_OfSpoiledBytes_IsAnAnswerOrAFailureOfAKind()
    {
        const string Whole = """{"id":"r","choices":[{"index":0,"message":{"content":"a\u4e2d","tool_calls":[{"id":"x","function":{"name":"a","arguments":"{\"p\":[1,2]}"}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""";
        const string Events = "data: {\"id\":\"r\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\\ud83d\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"x\",\"function\":{\"name\":\"a\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        var random = new Random(7);
        var body = Array.Empty<byte>();
        var type = "";
        await using var server = await CannedServer.StartAsync(async context =>
        {
            context.Response.ContentType = type;
            await context.Response.Body.WriteAsync(body);
        });
        var answers = 0;
        for (var i = 0; i < 600; i++)
        {
            (type, body) = i % 2 == 0 ? ("application/json", Encoding.UTF8.GetBytes(Whole)) : ("text/event-stream", Encoding.UTF8.GetBytes(Events));
            for (var spoiled = random.Next(1, 4); spoiled > 0; spoiled--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                body = body[..random.Next(body.Length)];

            var thrown = await Record.ExceptionAsync(async () =>
            {
                var response = await server.Client().GetResponseAsync(Hello).Within("the end of the call");
                // What is in it can be stored.
                _ = JsonSerializer.Serialize(AnswerTests.Calls(response).Append(Said(response)));
                answers++;
            });

            if (thrown is not null)
                thrown.ShouldBeOfType<ModelCallException>(Convert.ToHexString(body)).MayBeBilled.ShouldBeTrue();
        }

        answers.ShouldBeInRange(1, 599);
    }

    // Sends a piece of a body that says that more follows, and no more.
    private static async Task BreakOffAsync(TcpListener listener, string piece)
    {
        using var socket = await listener.AcceptSocketAsync();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().Contains("include_usage", StringComparison.Ordinal))
            request.Append(Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer)));
        await socket.SendAsync(Encoding.UTF8.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{piece.Length:x}\r\n{piece}\r\n"));
        socket.Shutdown(SocketShutdown.Send);
        while (await socket.ReceiveAsync(buffer) > 0)
        {
            // Until the client has closed its side.
        }
    }

    private static string Piece(string calls) => $$$"""{"choices":[{"delta":{"tool_calls":[{{{calls}}}]}}]}""";

    private static string Said(ChatResponse response) =>
        string.Join('|', response.Messages[0].Contents.Select(content => content switch { TextReasoningContent thought => thought.Text, TextContent text => text.Text, _ => "" }).Where(text => text.Length > 0));
}
