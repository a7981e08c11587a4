using System.Text.Json;
using System.Text.RegularExpressions;
using Arena.BedrockSimulator.Answers;
using Arena.BedrockSimulator.Validation;
using Arena.BedrockSimulator.Wire;
using Arena.Core;
using Arena.Simulation;
using Arena.Simulation.Answers;
using Microsoft.AspNetCore.Http;

namespace Arena.BedrockSimulator;

/// <summary>The operations of Bedrock that are simulated: who calls, is it right, what does the plan do to it, what is answered.</summary>
internal sealed partial class ConverseService(SimulatorOptions options) : SimulatedService(options)
{
    private static readonly AnswerForm Form = new("end_turn", "tool_use", "tooluse_", "requestMetadata");

    protected override string RequestIdHeader => "x-amzn-RequestId";

    protected override (string Operation, string ModelId) Read(string path, byte[] body)
    {
        var match = Route.Match(path);
        return (match.Groups["operation"].Value, Uri.UnescapeDataString(match.Groups["model"].Value));
    }

    protected override async Task AnswerAsync(HttpContext context, SimulatedRequest request, byte[] body)
    {
        if (SignatureVerifier.Verify(context.Request, request.RawPath, body, Options.Time.GetUtcNow()) is { } refused)
        {
            await RefuseAsync(context, request, refused);
            return;
        }

        if (request.Operation.Length == 0 || !HttpMethods.IsPost(context.Request.Method))
        {
            await RefuseAsync(context, request, new WireError(404, "UnknownOperationException", "There is no such operation."));
            return;
        }

        using var document = Parse(body);
        if (request.Operation == "count-tokens")
        {
            var conversation = ConverseValidator.CheckCount(document.RootElement);
            request.Outcome = "counted";
            await WriteAsync(context, request, 200, "application/json", $$"""{"inputTokens":{{Tokens(conversation.GetRawText().Length)}}}""");
            return;
        }

        ConverseValidator.Check(document.RootElement);
        if (Options.Reasoning)
            SealedReasoning.Check(document.RootElement);
        var fault = Options.Faults.For(request.Number);
        if (FaultErrors.Of(fault) is { } error)
        {
            request.Outcome = "fault " + fault!.Kind.ToSnakeCase();
            await FaultErrors.WriteAsync(context, request, fault, error);
            return;
        }

        var (answer, hasTools) = Prepare(request, document.RootElement, HintOf(document.RootElement), Form);
        if (Options.Reasoning && hasTools)
            answer = SealedReasoning.Add(answer, Scripts.TurnOf(document.RootElement));
        request.Outcome += fault is null ? answer.StopReason : $"{answer.StopReason}, fault {fault.Kind.ToSnakeCase()}";
        var sender = new AnswerSender(new Delivery(context, request, fault, Options.Time, Stopping), answer, fault);
        await (request.Operation == "converse" ? sender.SendWholeAsync() : sender.SendStreamAsync());
    }

    protected override Task RefuseAsync(HttpContext context, SimulatedRequest request, InvalidRequestException refusal) =>
        RefuseAsync(context, request, WireError.Invalid(refusal.Message));

    private static async Task RefuseAsync(HttpContext context, SimulatedRequest request, WireError error)
    {
        request.Outcome = $"{error.Name}: {error.Message.Split('\n')[0]}";
        context.Response.Headers["x-amzn-errortype"] = error.Name + ":http://internal.amazon.com/coral/com.amazon.bedrock/";
        await WriteAsync(context, request, error.Status, "application/json", JsonSerializer.Serialize(new Dictionary<string, string> { ["message"] = error.Message }));
    }

    private static TaskHint HintOf(JsonElement body)
    {
        var metadata = body.TryGetProperty("requestMetadata", out var entries) ? entries : default;
        var instruction = body.GetProperty("messages")[0].GetProperty("content").EnumerateArray().Select(block => Text(block, "text")).FirstOrDefault(text => text is not null);
        return new TaskHint(Text(metadata, "arena.task"), Text(metadata, "arena.run"), instruction);
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^/model/(?<model>[^/]+)/(?<operation>converse|converse-stream|count-tokens)\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Route { get; }
}
