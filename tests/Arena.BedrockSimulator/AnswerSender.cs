using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.BedrockSimulator.Answers;
using Arena.BedrockSimulator.Faults;
using Arena.BedrockSimulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Arena.BedrockSimulator;

/// <summary>
/// Sends an answer, whole or streamed, with what the plan does to it. A fault that only one of the two forms can have does to the
/// other what comes closest: a wrong checksum truncates, a cut resets.
/// </summary>
internal sealed class AnswerSender
{
    private static readonly TimeSpan DefaultPace = TimeSpan.FromMilliseconds(20);

    private readonly HttpContext context;
    private readonly SimulatedRequest request;
    private readonly SimulatedAnswer answer;
    private readonly Fault? fault;
    private readonly TimeProvider time;
    private readonly CancellationToken stopping;
    private readonly JsonObject? usage;

    public AnswerSender(HttpContext context, SimulatedRequest request, SimulatedAnswer answer, Fault? fault, TimeProvider time, CancellationToken stopping)
    {
        this.context = context;
        this.request = request;
        this.fault = fault;
        this.time = time;
        this.stopping = stopping;
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
        var bytes = Encoding.UTF8.GetBytes(json);
        if (fault?.Kind is FaultKind.TruncatedJson or FaultKind.WrongCrc)
            bytes = bytes[..(bytes.Length / 2)];
        if (fault?.Kind == FaultKind.ResetBefore)
        {
            Close();
            return;
        }

        request.Status = 200;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        switch (fault?.Kind)
        {
            case FaultKind.ResetInBody or FaultKind.Cut or FaultKind.StreamException:
                await SendAsync(bytes.AsMemory(0, bytes.Length / 2));
                Close();
                break;
            case FaultKind.Stalled:
                await SendAsync(bytes.AsMemory(0, bytes.Length / 2));
                await StallAsync();
                break;
            case FaultKind.Slow:
                var piece = Math.Max(1, bytes.Length / 8);
                for (var at = 0; at < bytes.Length; at += piece)
                {
                    await PauseAsync();
                    await SendAsync(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)));
                }

                break;
            default:
                await SendAsync(bytes);
                break;
        }
    }

    /// <summary>Sends the events of a stream.</summary>
    public async Task SendStreamAsync()
    {
        if (fault?.Kind == FaultKind.ResetBefore)
        {
            Close();
            return;
        }

        request.Status = 200;
        context.Response.ContentType = "application/vnd.amazon.eventstream";
        if (fault?.Kind == FaultKind.Empty)
            return;
        var events = AnswerJson.Events(answer, usage, 1).ToList();
        if (fault?.Kind == FaultKind.DuplicateKeys)
            events = [.. events.Select((e, i) => (e.Type, Json: IsFirstInput(events, i) ? Doubled(e.Json, "\"input\":\"{") : e.Json))];
        // The middle lies behind the first piece of content and before the end of the message.
        var middle = Math.Clamp(events.Count / 2, 2, Math.Max(2, events.Count - 3));
        for (var i = 0; i < events.Count; i++)
        {
            if (i == middle && !await BreakAsync(events[i]))
                return;
            if (fault?.Kind == FaultKind.Slow)
                await PauseAsync();
            await SendAsync(EventStreamFrame.Event(events[i].Type, events[i].Json));
        }
    }

    /// <summary>What happens in the middle of a stream; false where nothing comes after it.</summary>
    private async Task<bool> BreakAsync((string Type, string Json) next)
    {
        switch (fault?.Kind)
        {
            case FaultKind.ResetInBody:
                var frame = EventStreamFrame.Event(next.Type, next.Json);
                await SendAsync(frame.AsMemory(0, frame.Length / 2));
                // A reset takes away what the client has not read yet.
                await PauseAsync();
                Close();
                return false;
            case FaultKind.Cut:
                return false;
            case FaultKind.Stalled:
                await StallAsync();
                return false;
            case FaultKind.TruncatedJson:
                await SendAsync(EventStreamFrame.Event(next.Type, next.Json[..(next.Json.Length / 2)]));
                return false;
            case FaultKind.WrongCrc:
                var spoiled = EventStreamFrame.Event(next.Type, next.Json);
                spoiled[^8] ^= 1;
                await SendAsync(spoiled);
                return false;
            case FaultKind.StreamException:
                await SendAsync(EventStreamFrame.Exception(fault.Text!, JsonSerializer.Serialize(new Dictionary<string, string> { ["message"] = "The stream broke off." })));
                return false;
            case FaultKind.UnknownEvent:
                await SendAsync(EventStreamFrame.Event("brandNewEvent", """{"something":{"else":1}}"""));
                return true;
            default:
                return true;
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

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private async Task PauseAsync() => await Task.Delay(fault?.Delay ?? DefaultPace, time, context.RequestAborted);

    private async Task StallAsync()
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token);
    }

    private void Close() => context.Abort();
}
