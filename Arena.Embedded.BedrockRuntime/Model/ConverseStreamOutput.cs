using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.BedrockRuntime.Wire;
using Amazon.Runtime.EventStreams;
using Amazon.Runtime.EventStreams.Internal;

namespace Amazon.BedrockRuntime.Model;

/// <summary>
/// The events of an answer, as they come. A stream that is cut between two events just ends: whoever reads it must look for
/// the message's stop and the metadata. An event of an unknown kind is passed on as such.
/// </summary>
internal sealed class ConverseStreamOutput
    : EnumerableEventOutputStream<IEventStreamEvent, BedrockRuntimeEventStreamException>, IAsyncEnumerable<IEventStreamEvent>
{
    private readonly Queue<IEventStreamEvent> received = new();

    public ConverseStreamOutput(Stream stream) : base(stream)
    {
        Decoder.MessageReceived += (_, args) =>
        {
            try
            {
                var e = ConvertMessageToEvent(args.Message);
                received.Enqueue(e);
                EventReceived?.Invoke(this, new EventStreamEventReceivedArgs<IEventStreamEvent>(e));
            }
            catch (BedrockRuntimeEventStreamException e)
            {
                ExceptionReceived?.Invoke(this, new EventStreamExceptionReceivedArgs<BedrockRuntimeEventStreamException>(e));
                throw;
            }
        };
        EventMapping = new Dictionary<string, Func<IEventStreamMessage, IEventStreamEvent>>(StringComparer.OrdinalIgnoreCase)
        {
            ["messageStart"] = message => Read(message, MessageStart),
            ["contentBlockStart"] = message => Read(message, BlockStart),
            ["contentBlockDelta"] = message => Read(message, BlockDelta),
            ["contentBlockStop"] = message => Read(message, root => new ContentBlockStopEvent { ContentBlockIndex = WireJson.Int(root, "contentBlockIndex") }),
            ["messageStop"] = message => Read(message, MessageStop),
            ["metadata"] = message => Read(message, Metadata),
            [UnknownEventKey] = message => new UnknownEventStreamEvent(message, message.Headers[":event-type"].AsString()),
        };
        ExceptionMapping = new[]
        {
            "internalServerException", "modelStreamErrorException", "validationException", "throttlingException", "serviceUnavailableException",
        }.ToDictionary<string, string, Func<IEventStreamMessage, BedrockRuntimeEventStreamException>>(
            name => name, name => message => Failure(name, message), StringComparer.OrdinalIgnoreCase);
    }

    public override event EventHandler<EventStreamEventReceivedArgs<IEventStreamEvent>>? EventReceived;

    public override event EventHandler<EventStreamExceptionReceivedArgs<BedrockRuntimeEventStreamException>>? ExceptionReceived;

    protected override IDictionary<string, Func<IEventStreamMessage, IEventStreamEvent>> EventMapping { get; }

    protected override IDictionary<string, Func<IEventStreamMessage, BedrockRuntimeEventStreamException>> ExceptionMapping { get; }

    protected override bool IsProcessing { get; set; }

    /// <summary>
    /// The events in order. What came before a failure is passed on before it is thrown, where the base would drop whatever was
    /// read together with it.
    /// </summary>
    public new async IAsyncEnumerator<IEventStreamEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            BedrockRuntimeEventStreamException? broken = null;
            var read = 0;
            try
            {
                read = await NetworkStream.ReadAsync(buffer, cancellationToken);
                if (read > 0)
                    Decoder.ProcessData(buffer, 0, read);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                broken = e as BedrockRuntimeEventStreamException ?? new BedrockRuntimeEventStreamException(e.Message, e);
            }

            while (received.TryDequeue(out var e))
                yield return e;
            if (broken is not null)
                throw broken;
            if (read == 0)
                yield break;
        }
    }

    private static IEventStreamEvent Read(IEventStreamMessage message, Func<JsonElement, IEventStreamEvent> read)
    {
        using var document = JsonDocument.Parse(message.Payload, WireJson.Options);
        return read(document.RootElement);
    }

    private static MessageStartEvent MessageStart(JsonElement root) =>
        new() { Role = WireJson.String(root, "role") is { } role ? (ConversationRole)role : null };

    private static ContentBlockStartEvent BlockStart(JsonElement root) => new()
    {
        ContentBlockIndex = WireJson.Int(root, "contentBlockIndex"),
        Start = WireJson.Object(root, "start") is { } start
            ? new ContentBlockStart
            {
                ToolUse = WireJson.Object(start, "toolUse") is { } use
                    ? new ToolUseBlockStart { ToolUseId = WireJson.String(use, "toolUseId"), Name = WireJson.String(use, "name") }
                    : null,
            }
            : null,
    };

    private static ContentBlockDeltaEvent BlockDelta(JsonElement root) => new()
    {
        ContentBlockIndex = WireJson.Int(root, "contentBlockIndex"),
        Delta = WireJson.Object(root, "delta") is { } delta
            ? new ContentBlockDelta
            {
                Text = WireJson.String(delta, "text"),
                ToolUse = WireJson.Object(delta, "toolUse") is { } use ? new ToolUseBlockDelta { Input = WireJson.String(use, "input") } : null,
                ReasoningContent = WireJson.Object(delta, "reasoningContent") is { } reasoning
                    ? new ReasoningContentBlockDelta
                    {
                        Text = WireJson.String(reasoning, "text"),
                        Signature = WireJson.String(reasoning, "signature"),
                        RedactedContent = WireJson.Blob(reasoning, "redactedContent"),
                    }
                    : null,
            }
            : null,
    };

    private static MessageStopEvent MessageStop(JsonElement root) =>
        new() { StopReason = WireJson.String(root, "stopReason") is { } reason ? (StopReason)reason : null };

    private static ConverseStreamMetadataEvent Metadata(JsonElement root) => new()
    {
        Usage = WireJson.Object(root, "usage") is { } usage ? WireJson.Usage(usage) : null,
        Metrics = WireJson.Object(root, "metrics") is { } metrics ? new ConverseStreamMetrics { LatencyMs = WireJson.Long(metrics, "latencyMs") } : null,
        Trace = WireJson.Object(root, "trace") is { } trace ? new ConverseStreamTrace { PromptRouter = WireJson.PromptRouter(trace) } : null,
    };

    private static BedrockRuntimeEventStreamException Failure(string name, IEventStreamMessage message)
    {
        var text = Encoding.UTF8.GetString(message.Payload);
        return new BedrockRuntimeEventStreamException(
            text, ErrorReader.Of(name, MessageOf(message.Payload) ?? text, null, null, default(HttpStatusCode), message.Payload));
    }

    private static string? MessageOf(byte[] payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return WireJson.String(document.RootElement, "message");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
