using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Arena.BedrockSimulator.Answers;
using Arena.BedrockSimulator.Faults;
using Arena.BedrockSimulator.Validation;
using Arena.BedrockSimulator.Wire;
using Arena.Core;
using Arena.Core.Models.Scripted;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Arena.BedrockSimulator;

/// <summary>Takes a request: who calls, is it right, what does the plan do to it, what is answered.</summary>
internal sealed partial class RequestHandler(SimulatorOptions options) : IDisposable
{
    private readonly Scripts scripts = new(options.Models, options.Suites, options.Plays);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private ImmutableArray<SimulatedRequest> requests = [];

    public ImmutableArray<SimulatedRequest> Requests
    {
        get
        {
            lock (gate)
                return requests;
        }
    }

    public void Stop() => stopping.Cancel();

    public void Dispose() => stopping.Dispose();

    public async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = Note(context, body.ToArray());
        var from = options.Time.GetTimestamp();
        context.Response.Headers["x-amzn-RequestId"] = Guid.CreateVersion7().ToString();
        try
        {
            await AnswerAsync(context, request, body.ToArray());
        }
        catch (InvalidRequestException e)
        {
            await RefuseAsync(context, request, e.Error);
        }
        catch (OperationCanceledException)
        {
            request.Outcome += ", the client left";
        }

        var took = options.Time.GetElapsedTime(from).TotalMilliseconds;
        options.Log?.Invoke(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Time.GetUtcNow():HH:mm:ss} #{request.Number} {request.Operation} {request.ModelId}: {(request.Status == 0 ? "closed" : request.Status)} {request.Outcome} ({took:0} ms)"));
    }

    private SimulatedRequest Note(HttpContext context, byte[] body)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var path = target.Split('?')[0];
        var match = Route.Match(path);
        var headers = context.Request.Headers
            .Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            .ToImmutableDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        lock (gate)
        {
            var request = new SimulatedRequest(
                requests.Length + 1, path, match.Groups["operation"].Value, Uri.UnescapeDataString(match.Groups["model"].Value), Encoding.UTF8.GetString(body), headers);
            requests = requests.Add(request);
            return request;
        }
    }

    private async Task AnswerAsync(HttpContext context, SimulatedRequest request, byte[] bytes)
    {
        if (SignatureVerifier.Verify(context.Request, request.RawPath, bytes, options.Time.GetUtcNow()) is { } refused)
        {
            await RefuseAsync(context, request, refused);
            return;
        }

        if (request.Operation.Length == 0 || !HttpMethods.IsPost(context.Request.Method))
        {
            await RefuseAsync(context, request, new WireError(404, "UnknownOperationException", "There is no such operation."));
            return;
        }

        using var document = Parse(bytes);
        if (request.Operation == "count-tokens")
        {
            var conversation = ConverseValidator.CheckCount(document.RootElement);
            request.Outcome = "counted";
            await WriteAsync(context, request, 200, "application/json", $$"""{"inputTokens":{{Tokens(conversation.GetRawText().Length)}}}""");
            return;
        }

        ConverseValidator.Check(document.RootElement);
        if (options.Reasoning)
            SealedReasoning.Check(document.RootElement);
        var fault = options.Faults.For(request.Number);
        if (FaultErrors.Of(fault) is { } error)
        {
            request.Outcome = "fault " + fault!.Kind.ToSnakeCase();
            await FaultErrors.WriteAsync(context, request, fault, error);
            return;
        }

        var answer = Prepare(request, document.RootElement);
        request.Outcome += fault is null ? answer.StopReason : $"{answer.StopReason}, fault {fault.Kind.ToSnakeCase()}";
        var sender = new AnswerSender(context, request, answer, fault, options.Time, stopping.Token);
        await (request.Operation == "converse" ? sender.SendWholeAsync() : sender.SendStreamAsync());
    }

    private static JsonDocument Parse(byte[] bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 256 });
        }
        catch (JsonException e)
        {
            throw new InvalidRequestException($"The request's body is no JSON: {e.Message}");
        }
    }

    private SimulatedAnswer Prepare(SimulatedRequest request, JsonElement body)
    {
        if (options.Answer(request, Scripts.TurnOf(body)) is { } answer)
            return answer;
        if (scripts.Find(request.ModelId, body) is not { } scene)
        {
            throw new InvalidRequestException(
                "The simulator plays scripts for tasks: send requestMetadata with arena.task, or an instruction of a task as the first user message.");
        }

        var turn = scripts.TurnOf(scene);
        request.Outcome = $"{scene.Card} {scene.Task.Id}/{scene.Run} turn {scene.Turn + 1}, ";
        var played = Play(turn, scene, body);
        return options.Reasoning && !turn.ToolCalls.IsEmpty ? SealedReasoning.Add(played, scene.Turn) : played;
    }

    private static SimulatedAnswer Play(ScriptedTurn turn, Scene scene, JsonElement body)
    {
        var usage = turn.Usage ?? new ScriptedUsage(
            Tokens(body.GetRawText().Length), Math.Max(1, Tokens(turn.Text.Length + turn.ToolCalls.Sum(call => call.Tool.Length + call.Arguments.Length))));
        return new SimulatedAnswer(
            [
                .. turn.Text.Length > 0 ? [new AnswerBlock.Text(turn.Text)] : ImmutableArray<AnswerBlock>.Empty,
                .. turn.ToolCalls.Select((call, i) => new AnswerBlock.Tool($"tooluse_{scene.Turn + 1}_{i + 1}", call.Tool, call.Arguments)),
            ],
            turn.ToolCalls.IsEmpty ? "end_turn" : "tool_use",
            usage.Input - usage.CacheRead,
            usage.Output,
            usage.CacheRead);
    }

    private static async Task RefuseAsync(HttpContext context, SimulatedRequest request, WireError error)
    {
        request.Outcome = $"{error.Name}: {error.Message.Split('\n')[0]}";
        context.Response.Headers["x-amzn-errortype"] = error.Name + ":http://internal.amazon.com/coral/com.amazon.bedrock/";
        await WriteAsync(context, request, error.Status, "application/json", JsonSerializer.Serialize(new Dictionary<string, string> { ["message"] = error.Message }));
    }

    internal static async Task WriteAsync(HttpContext context, SimulatedRequest request, int status, string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        request.Status = context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static long Tokens(int characters) => (characters + 3) / 4;

    [GeneratedRegex("^/model/(?<model>[^/]+)/(?<operation>converse|converse-stream|count-tokens)\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Route { get; }
}
