using System.Net;
using System.Text.Json;
using Amazon.BedrockRuntime.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.BedrockRuntime.Wire;

internal sealed class ConverseResponseUnmarshaller : JsonResponseUnmarshaller
{
    public static ConverseResponseUnmarshaller Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        using var document = JsonDocument.Parse(context.Stream, WireJson.Options);
        var root = document.RootElement;
        return new ConverseResponse
        {
            Output = WireJson.Object(root, "output") is { } output
                ? new ConverseOutput { Message = WireJson.Object(output, "message") is { } message ? ReadMessage(message) : null }
                : null,
            StopReason = WireJson.String(root, "stopReason") is { } reason ? (StopReason)reason : null,
            Usage = WireJson.Object(root, "usage") is { } usage ? WireJson.Usage(usage) : null,
            Metrics = WireJson.Object(root, "metrics") is { } metrics ? new ConverseMetrics { LatencyMs = WireJson.Long(metrics, "latencyMs") } : null,
            Trace = WireJson.Object(root, "trace") is { } trace ? new ConverseTrace { PromptRouter = WireJson.PromptRouter(trace) } : null,
        };
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode) =>
        ErrorReader.Read(context, innerException, statusCode);

    private static Message ReadMessage(JsonElement message) => new()
    {
        Role = WireJson.String(message, "role") is { } role ? (ConversationRole)role : null,
        Content = message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array
            ? [.. content.EnumerateArray().Select(ReadBlock)]
            : null,
    };

    private static ContentBlock ReadBlock(JsonElement block) => new()
    {
        Text = WireJson.String(block, "text"),
        ToolUse = WireJson.Object(block, "toolUse") is { } use
            ? new ToolUseBlock
            {
                ToolUseId = WireJson.String(use, "toolUseId"),
                Name = WireJson.String(use, "name"),
                Input = WireJson.Document(use, "input"),
            }
            : null,
        ReasoningContent = WireJson.Object(block, "reasoningContent") is { } reasoning ? ReadReasoning(reasoning) : null,
    };

    private static ReasoningContentBlock ReadReasoning(JsonElement reasoning) => new()
    {
        ReasoningText = WireJson.Object(reasoning, "reasoningText") is { } text
            ? new ReasoningTextBlock { Text = WireJson.String(text, "text"), Signature = WireJson.String(text, "signature") }
            : null,
        RedactedContent = WireJson.Blob(reasoning, "redactedContent"),
    };
}
