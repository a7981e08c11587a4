using System.Text;
using System.Text.Json.Nodes;
using Arena.Simulation;
using Arena.Simulation.Answers;
using Arena.Simulation.Faults;

namespace Arena.OpenAISimulator;

/// <summary>Sends an answer as the service does, whole or as server-sent events, with what the plan does to it.</summary>
internal sealed class CompletionSender
{
    private readonly Delivery delivery;
    private readonly CompletionHead head;
    private readonly SimulatedAnswer answer;
    private readonly Fault? fault;
    private readonly JsonObject? usage;

    public CompletionSender(Delivery delivery, CompletionHead head, SimulatedAnswer answer, Fault? fault)
    {
        this.delivery = delivery;
        this.head = head;
        this.fault = fault;
        this.answer = fault switch
        {
            { Kind: FaultKind.StopReason, Text: { } reason } => answer with { StopReason = reason },
            { Kind: FaultKind.DuplicateKeys } => answer with { Blocks = [.. answer.Blocks.Select(Doubled)] },
            _ => answer,
        };
        usage = UsageOf(this.answer, fault?.Kind);
    }

    /// <summary>Sends one JSON document.</summary>
    public Task SendWholeAsync() => delivery.SendWholeAsync(
        "application/json", Encoding.UTF8.GetBytes(fault?.Kind == FaultKind.Empty ? "{}" : CompletionJson.Whole(head, answer, usage)));

    /// <summary>Sends the events of a stream.</summary>
    /// <param name="includeUsage">Whether the tokens were asked for.</param>
    public async Task SendStreamAsync(bool includeUsage)
    {
        var events = fault?.Kind == FaultKind.Empty ? [] : CompletionJson.Events(head, answer, includeUsage ? usage : null).ToList();
        // The middle lies behind the first piece of content and before the end of the message.
        var middle = Math.Clamp(events.Count / 2, 2, Math.Max(2, events.Count - 4));
        await delivery.SendStreamAsync(
            "text/event-stream",
            [.. events.Select(json => Event(json))],
            middle,
            instead: middle < events.Count ? Instead(events[middle]) : null,
            aside: fault?.Kind == FaultKind.UnknownEvent ? Encoding.UTF8.GetBytes(": still there\n\nevent: brand.new\ndata: {\"something\":{\"else\":1}}\n\n") : null);
    }

    private byte[]? Instead(string next) => fault?.Kind switch
    {
        FaultKind.TruncatedJson => Event(next[..(next.Length / 2)]),
        // There is no checksum; what is spoiled shows in the JSON.
        FaultKind.WrongCrc => Event('|' + next[1..]),
        FaultKind.StreamException => Event(new WireError(0, fault.Text!, "The stream broke off.", fault.Text).ToJson()),
        _ => null,
    };

    private static byte[] Event(string data) => Encoding.UTF8.GetBytes($"data: {data}\n\n");

    private static JsonObject? UsageOf(SimulatedAnswer answer, FaultKind? kind)
    {
        var usage = CompletionJson.Usage(answer);
        switch (kind)
        {
            case FaultKind.NoUsage:
                return null;
            case FaultKind.AbsurdUsage:
                usage["prompt_tokens"] = -5;
                break;
            case FaultKind.HugeUsage:
                usage["completion_tokens"] = 99_999_999_999L;
                break;
        }

        return usage;
    }

    // One key twice, wherever the arguments of a tool call begin.
    private static AnswerBlock Doubled(AnswerBlock block) => block is AnswerBlock.Tool tool && tool.Arguments.StartsWith('{')
        ? tool with { Arguments = "{\"twice\":1,\"twice\":2" + (tool.Arguments == "{}" ? "" : ",") + tool.Arguments[1..] }
        : block;
}
