using System.Globalization;
using Arena.Core.Models;
using Arena.Core.Tests;
using Microsoft.Extensions.AI;

namespace Arena.OpenAISimulator.Tests;

/// <summary>Errors as servers, routers and proxies tell them, each in its own form.</summary>
public sealed class OddErrorTests
{
    private const string Json = "application/json";
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello.")];

    [Theory]
    [InlineData(404, Json, """{"error":"model 'x' not found, try pulling it first"}""", ModelFailureKind.NotFound, false, "HTTP 404: model 'x' not found, try pulling it first Next: check the card's model; ")]
    [InlineData(404, Json, """{"detail":"Not Found"}""", ModelFailureKind.NotFound, false, "HTTP 404: Not Found Next: check the card's model and connection.endpoint, which is ")]
    [InlineData(405, "text/plain", "Method Not Allowed", ModelFailureKind.NotFound, false, "HTTP 405: Method Not Allowed Next: ")]
    [InlineData(400, Json, """{"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","param":null,"code":400}""", ModelFailureKind.ContextTooLong, false, "HTTP 400 BadRequestError: This model's maximum")]
    [InlineData(400, Json, """{"error":{"code":400,"message":"request (9000 tokens) exceeds the available limit","type":"exceed_context_size_error"}}""", ModelFailureKind.ContextTooLong, false, "HTTP 400 exceed_context_size_error: request")]
    [InlineData(400, Json, """{"error":{"message":"'max_tokens' is too large: 1000. This model's maximum context length is 1000 tokens and your request has 20 input tokens."}}""", ModelFailureKind.InvalidRequest, false, "HTTP 400: 'max_tokens' is too large: 1000. This model's maximum context length is 1000 tokens and your request has 20 input tokens. Next: lower maxOutputTokens")]
    [InlineData(400, Json, """{"error":{"message":"'max_tokens' is too large: 1000. This model's maximum context length is 8192 tokens and your request has 8000 input tokens."}}""", ModelFailureKind.ContextTooLong, false, "HTTP 400: 'max_tokens' is too large")]
    [InlineData(422, Json, """{"detail":[{"loc":["body","top_k"],"msg":"extra fields not permitted"}]}""", ModelFailureKind.InvalidRequest, false, "HTTP 422: [{\"loc\":[\"body\",\"top_k\"]")]
    [InlineData(500, Json, "", ModelFailureKind.Overloaded, true, "HTTP 500: The server gave no reason.")]
    [InlineData(500, Json, """{"error":{"message":"the input exceeds the context window of the model"}}""", ModelFailureKind.ContextTooLong, false, "HTTP 500: the input exceeds")]
    [InlineData(501, Json, """{"error":{"message":"tools param requires --jinja flag"}}""", ModelFailureKind.InvalidRequest, false, "HTTP 501: tools param requires --jinja flag Next: see what the server takes")]
    [InlineData(502, "text/plain", "upstream connect error", ModelFailureKind.Overloaded, true, "HTTP 502: upstream connect error")]
    [InlineData(502, "text/html", "<!DOCTYPE html><body>no title</body>", ModelFailureKind.Overloaded, true, "HTTP 502: A page of HTML.")]
    [InlineData(503, Json, "{\"error\":", ModelFailureKind.Overloaded, false, "HTTP 503: {\"error\":")]
    [InlineData(504, "text/html", "<html><title>Gateway Time-out</title></html>", ModelFailureKind.TimedOut, true, "HTTP 504: A page of HTML: Gateway Time-out")]
    [InlineData(529, Json, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", ModelFailureKind.Overloaded, false, "HTTP 529 overloaded_error: Overloaded")]
    [InlineData(402, Json, """{"error":{"message":"Insufficient credits","code":402}}""", ModelFailureKind.AccessDenied, false, "HTTP 402: Insufficient credits Next: add credit to the account")]
    [InlineData(403, Json, """{"error":{"message":"Your chosen model requires moderation and your input was flagged","code":403,"metadata":{"reasons":["x"]}}}""", ModelFailureKind.Filtered, false, "HTTP 403: Your chosen model")]
    [InlineData(429, Json, """{"error":{"message":"Provider returned error","code":429,"metadata":{"raw":"upstream is busy"}}}""", ModelFailureKind.Throttled, false, "HTTP 429: Provider returned error: upstream is busy")]
    [InlineData(413, "text/plain", "Request Entity Too Large", ModelFailureKind.ContextTooLong, false, "HTTP 413: Request Entity Too Large")]
    [InlineData(418, Json, "[]", ModelFailureKind.InvalidRequest, false, "HTTP 418: [] Next: ")]
    [InlineData(200, Json, """{"error":{"message":"Upstream idle timeout exceeded","code":504}}""", ModelFailureKind.TimedOut, true, "HTTP 504: Upstream idle timeout exceeded")]
    [InlineData(200, Json, """{"choices":[{"error":{"message":"Provider disconnected","code":502},"finish_reason":"error","message":{"content":""}}]}""", ModelFailureKind.Overloaded, true, "HTTP 502: Provider disconnected")]
    [InlineData(200, Json, """{"choices":[]}""", ModelFailureKind.Malformed, true, "The answer has no message.")]
    [InlineData(200, Json, "[1]", ModelFailureKind.Malformed, true, "The answer has no message.")]
    [InlineData(200, Json, "", ModelFailureKind.Malformed, true, "The answer cannot be read: ")]
    [InlineData(200, "text/html", "<html><title>Sign in</title></html>", ModelFailureKind.Malformed, true, "The answer cannot be read: ")]
    [InlineData(200, "text/event-stream", "data: [DONE]\n\n", ModelFailureKind.Malformed, true, "The streamed answer has nothing in it.")]
    [InlineData(200, "text/event-stream", "event: error\ndata: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n", ModelFailureKind.Overloaded, true, "HTTP 500: out of memory")]
    [InlineData(200, "text/event-stream", "data: {\"object\":\"error\",\"message\":\"boom\",\"type\":\"InternalServerError\"}\n\n", ModelFailureKind.Unknown, true, "InternalServerError: boom")]
    public async Task GetResponse_OfAnErrorInAnyForm_TellsItsKind(int status, string type, string body, ModelFailureKind kind, bool billed, string message)
    {
        await using var server = await CannedServer.StartAsync(status, type, body, ("request-id", "id-7"));

        var failure = await Should.ThrowAsync<ModelCallException>(server.Client().GetResponseAsync(Hello).Within("the failure"));

        failure.Message.ShouldStartWith(message);
        (failure.Kind, failure.MayBeBilled, failure.RequestId).ShouldBe((kind, billed, "id-7"));
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    public async Task GetResponse_OfARedirection_DoesNotFollowIt(int status)
    {
        await using var server = await CannedServer.StartAsync(status, "text/plain", "", ("Location", "http://other.example/v1/chat/completions"));

        var failure = await Should.ThrowAsync<ModelCallException>(server.Client().GetResponseAsync(Hello));

        failure.Kind.ShouldBe(ModelFailureKind.InvalidRequest);
        failure.Message.ShouldBe(
            $"HTTP {status}: the server redirects to http://other.example/v1/chat/completions. Next: put the address that it serves at into connection.endpoint.");
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("retry-after-ms", "1250", 1250.0)]
    [InlineData("retry-after-ms", "0.5", 0.5)]
    [InlineData("Retry-After", "7", 7000.0)]
    [InlineData("Retry-After", "0", 0.0)]
    [InlineData("Retry-After", "-3", null)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT", null)]
    [InlineData("Retry-After", "99999999999999999999", null)]
    public async Task GetResponse_OfAServerThatIsFull_TellsTheDelayThatItAsksFor(string header, string value, double? milliseconds)
    {
        await using var server = await CannedServer.StartAsync(429, Json, "{}", (header, value));

        var failure = await Should.ThrowAsync<ModelCallException>(server.Client().GetResponseAsync(Hello));

        (failure.RetryAfter?.TotalMilliseconds).ShouldBe(milliseconds);
    }

    [Fact]
    public async Task GetResponse_OfAServerThatIsFullUntilADate_TellsHowLongThatIs()
    {
        var date = TimeProvider.System.GetUtcNow().AddMinutes(30).ToString("R", CultureInfo.InvariantCulture);
        await using var server = await CannedServer.StartAsync(503, Json, "{}", ("Retry-After", date));

        (await Should.ThrowAsync<ModelCallException>(server.Client().GetResponseAsync(Hello))).RetryAfter!.Value.TotalMinutes.ShouldBeInRange(28, 30);
    }

    [Fact]
    public async Task GetResponse_OfAnEndlessError_ReadsTheBeginning()
    {
        await using var server = await CannedServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 500;
            var line = new byte[8192];
            Array.Fill(line, (byte)'x');
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(line, context.RequestAborted);
        });

        var failure = await Should.ThrowAsync<ModelCallException>(server.Client().GetResponseAsync(Hello).Within("the failure"));

        failure.Kind.ShouldBe(ModelFailureKind.Overloaded);
        failure.Message.Length.ShouldBeLessThan(600);
    }

    [Fact]
    public async Task GetResponse_OfAServerThatRepeatsTheKey_BlotsItOut()
    {
        await using var server = await CannedServer.StartAsync(
            async context =>
            {
                context.Response.StatusCode = 401;
                await context.Response.Body.WriteAsync("{\"error\":{\"message\":\"Incorrect API key: sk-secret-1234.\"}}"u8.ToArray());
            },
            variable => variable == "MY_KEY" ? "sk-secret-1234" : null);

        var failure = await Should.ThrowAsync<ModelCallException>(
            server.Client(connection: connection => connection with { KeyVariable = "MY_KEY" }).GetResponseAsync(Hello));

        failure.Message.ShouldBe("HTTP 401: Incorrect API key: ***. Next: check the key in MY_KEY and what it may do.");
        server.Requests.ShouldBe(["POST /v1/chat/completions Bearer sk-secret-1234"]);
    }
}
