using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Arena.Core;
using Arena.Simulation;
using Arena.Simulation.Answers;
using Arena.Simulation.Faults;
using Microsoft.AspNetCore.Http;

namespace Arena.OpenAISimulator;

/// <summary>The operations that are simulated: chat completions, and the list of models.</summary>
internal sealed partial class CompletionsService(SimulatorOptions options) : SimulatedService(options)
{
    private const string Completions = "chat/completions";
    private const string Models = "models";

    private static readonly AnswerForm Form = new("stop", "tool_calls", "call_", "metadata");

    protected override string RequestIdHeader => "x-request-id";

    protected override (string Operation, string ModelId) Read(string path, byte[] body)
    {
        var operation = path switch { "/v1/chat/completions" => Completions, "/v1/models" => Models, _ => "" };
        return (operation, operation == Completions ? ModelOf(body) : "");
    }

    protected override async Task AnswerAsync(HttpContext context, SimulatedRequest request, byte[] body)
    {
        if (Refusal(context, request) is { } refused)
        {
            await RefuseAsync(context, request, refused);
            return;
        }

        if (request.Operation == Models)
        {
            request.Outcome = "listed";
            await WriteAsync(context, request, 200, "application/json", ListOfModels());
            return;
        }

        using var document = Parse(body);
        ChatValidator.Check(document.RootElement);
        if (Options.Reasoning)
            ReturningReasoning.Check(document.RootElement);
        var fault = Options.Faults.For(request.Number);
        if (FaultErrors.Of(fault) is { } error)
        {
            request.Outcome = "fault " + fault!.Kind.ToSnakeCase();
            await FaultErrors.WriteAsync(context, request, fault, error);
            return;
        }

        var (answer, hasTools) = Prepare(request, document.RootElement, HintOf(document.RootElement), Form);
        if (Options.Reasoning && hasTools)
            answer = ReturningReasoning.Add(answer, Scripts.TurnOf(document.RootElement));
        request.Outcome += fault is null ? answer.StopReason : $"{answer.StopReason}, fault {fault.Kind.ToSnakeCase()}";
        var head = new CompletionHead($"chatcmpl-{request.Number}", Options.Time.GetUtcNow().ToUnixTimeSeconds(), answer.ServedModel ?? request.ModelId);
        var sender = new CompletionSender(new Delivery(context, request, fault, Options.Time, Stopping), head, answer, fault);
        await (document.RootElement.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True
            ? sender.SendStreamAsync(IncludesUsage(document.RootElement))
            : sender.SendWholeAsync());
    }

    protected override Task RefuseAsync(HttpContext context, SimulatedRequest request, InvalidRequestException refusal)
    {
        var parameter = refusal.Path is { } path ? Index.Replace(path, "[${index}]") : null;
        var message = refusal.Problem switch
        {
            null => refusal.Message,
            var problem when string.IsNullOrEmpty(parameter) => $"Invalid request: it {problem}.",
            "is missing" => $"Missing required parameter: '{parameter}'.",
            var problem => $"Invalid value for '{parameter}': it {problem}.",
        };
        return RefuseAsync(context, request, WireError.Invalid(message, parameter));
    }

    private static async Task RefuseAsync(HttpContext context, SimulatedRequest request, WireError error)
    {
        request.Outcome = $"{error.Code ?? error.Type}: {error.Message}";
        await WriteAsync(context, request, error.Status, "application/json", error.ToJson());
    }

    private static WireError? Refusal(HttpContext context, SimulatedRequest request)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length > 0 && authorization != "Bearer " + SimulatedOpenAI.ApiKey)
            return new WireError(401, "invalid_request_error", "Incorrect API key provided.", "invalid_api_key");
        if (request.Operation.Length == 0)
            return new WireError(404, "invalid_request_error", $"Invalid URL ({context.Request.Method} {request.RawPath})");
        var method = request.Operation == Completions ? HttpMethods.Post : HttpMethods.Get;
        return context.Request.Method == method ? null : new WireError(405, "invalid_request_error", $"Not allowed to {context.Request.Method} on {request.RawPath}");
    }

    private string ListOfModels()
    {
        var ids = Options.Models.Ids.Where(id => Options.Models.Get(id).Script is not null);
        var items = ids.Select(id => (JsonNode)new JsonObject { ["id"] = id, ["object"] = "model", ["created"] = 0, ["owned_by"] = "arena" });
        return new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. items]) }.ToJsonString();
    }

    private static string ModelOf(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Text(document.RootElement, "model") ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static bool IncludesUsage(JsonElement body) =>
        body.TryGetProperty("stream_options", out var options) && options.TryGetProperty("include_usage", out var include) && include.ValueKind == JsonValueKind.True;

    private static TaskHint HintOf(JsonElement body)
    {
        var metadata = body.TryGetProperty("metadata", out var entries) ? entries : default;
        var instruction = body.GetProperty("messages").EnumerateArray().Where(message => Text(message, "role") == "user").Select(message => Text(message, "content")).FirstOrDefault();
        return new TaskHint(Text(metadata, "arena.task"), Text(metadata, "arena.run"), instruction);
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("\\.(?<index>[0-9]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Index { get; }
}
