using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.BedrockSimulator.Answers;
using Arena.BedrockSimulator.Wire;
using Arena.Simulation;
using Arena.Simulation.Answers;
using Arena.Simulation.Faults;

namespace Arena.BedrockSimulator;

/// <summary>Sends an answer as the service does, whole or as an event stream, with what the plan does to it.</summary>
internal sealed class AnswerSender
{
    private readonly Delivery delivery;
    private readonly SimulatedAnswer answer;
    private readonly Fault? fault;
    private readonly JsonObject? usage;

    public AnswerSender(Delivery delivery, SimulatedAnswer answer, Fault? fault)
    {
        this.delivery = delivery;
        this.fault = fault;
        this.answer = fault is { Kind: FaultKind.StopReason, Text: { } reason } ? answer with { StopReason = reason } : answer;
        usage = UsageOf(this.answer, fault?.Kind);
    }

    /// <summary>Sends one JSON document.</summary>
    public async Task SendWholeAsync()
    {
        var json = fault?.Kind switch
        {
            FaultKind.Empty => "{}",
            FaultKind.DuplicateKeys => Doubled(AnswerJson.Whole(answer, usage, 1), "\"input\":{"),
            _ => AnswerJson.Whole(answer, usage, 1),
        };
        await delivery.SendWholeAsync("application/json", Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Sends the events of a stream.</summary>
    public async Task SendStreamAsync()
    {
        var events = fault?.Kind == FaultKind.Empty ? [] : AnswerJson.Events(answer, usage, 1).ToList();
        if (fault?.Kind == FaultKind.DuplicateKeys)
            events = [.. events.Select((e, i) => (e.Type, Json: IsFirstInput(events, i) ? Doubled(e.Json, "\"input\":\"{") : e.Json))];
        // The middle lies behind the first piece of content and before the end of the message.
        var middle = Math.Clamp(events.Count / 2, 2, Math.Max(2, events.Count - 3));
        await delivery.SendStreamAsync(
            "application/vnd.amazon.eventstream",
            [.. events.Select(e => EventStreamFrame.Event(e.Type, e.Json))],
            middle,
            instead: middle < events.Count ? Instead(events[middle]) : null,
            aside: fault?.Kind == FaultKind.UnknownEvent ? EventStreamFrame.Event("brandNewEvent", """{"something":{"else":1}}""") : null);
    }

    private byte[]? Instead((string Type, string Json) next)
    {
        switch (fault?.Kind)
        {
            case FaultKind.TruncatedJson:
                return EventStreamFrame.Event(next.Type, next.Json[..(next.Json.Length / 2)]);
            case FaultKind.WrongCrc:
                var spoiled = EventStreamFrame.Event(next.Type, next.Json);
                spoiled[^8] ^= 1;
                return spoiled;
            case FaultKind.StreamException:
                return EventStreamFrame.Exception(fault.Text!, JsonSerializer.Serialize(new Dictionary<string, string> { ["message"] = "The stream broke off." }));
            default:
                return null;
        }
    }

    private static JsonObject? UsageOf(SimulatedAnswer answer, FaultKind? kind)
    {
        var usage = AnswerJson.Usage(answer);
        switch (kind)
        {
            case FaultKind.NoUsage:
                return null;
            case FaultKind.AbsurdUsage:
                usage["inputTokens"] = -5;
                break;
            case FaultKind.HugeUsage:
                usage["outputTokens"] = 99_999_999_999L;
                break;
        }

        return usage;
    }

    private static bool IsFirstInput(List<(string Type, string Json)> events, int index) =>
        events.FindIndex(e => e.Json.Contains("\"input\":\"{", StringComparison.Ordinal)) == index;

    // One key twice, wherever the arguments of a tool call begin.
    private static string Doubled(string json, string beginning)
    {
        var escaped = beginning.EndsWith("\"{", StringComparison.Ordinal);
        var twice = escaped ? """\"twice\":1,\"twice\":2,""" : "\"twice\":1,\"twice\":2,";
        var at = json.IndexOf(beginning, StringComparison.Ordinal);
        if (at < 0)
            return json;
        var rest = json[(at + beginning.Length)..];
        return json[..(at + beginning.Length)] + (rest.StartsWith('}') ? twice.TrimEnd(',') : twice) + rest;
    }
}
