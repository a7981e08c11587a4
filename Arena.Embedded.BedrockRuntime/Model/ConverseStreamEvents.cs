using Amazon.Runtime.EventStreams;

namespace Amazon.BedrockRuntime.Model;

internal sealed class MessageStartEvent : IEventStreamEvent
{
    public ConversationRole? Role { get; set; }
}

internal sealed class ContentBlockStartEvent : IEventStreamEvent
{
    public int? ContentBlockIndex { get; set; }

    public ContentBlockStart? Start { get; set; }
}

internal sealed class ContentBlockStart
{
    public ToolUseBlockStart? ToolUse { get; set; }
}

internal sealed class ToolUseBlockStart
{
    public string? ToolUseId { get; set; }

    public string? Name { get; set; }
}

internal sealed class ContentBlockDeltaEvent : IEventStreamEvent
{
    public int? ContentBlockIndex { get; set; }

    public ContentBlockDelta? Delta { get; set; }
}

internal sealed class ContentBlockDelta
{
    public string? Text { get; set; }

    public ToolUseBlockDelta? ToolUse { get; set; }

    public ReasoningContentBlockDelta? ReasoningContent { get; set; }
}

internal sealed class ToolUseBlockDelta
{
    public string? Input { get; set; }
}

internal sealed class ReasoningContentBlockDelta
{
    public string? Text { get; set; }

    public string? Signature { get; set; }

    public MemoryStream? RedactedContent { get; set; }
}

internal sealed class ContentBlockStopEvent : IEventStreamEvent
{
    public int? ContentBlockIndex { get; set; }
}

internal sealed class MessageStopEvent : IEventStreamEvent
{
    public StopReason? StopReason { get; set; }
}

internal sealed class ConverseStreamMetadataEvent : IEventStreamEvent
{
    public TokenUsage? Usage { get; set; }

    public ConverseStreamMetrics? Metrics { get; set; }

    public ConverseStreamTrace? Trace { get; set; }
}

internal sealed class ConverseStreamMetrics
{
    public long? LatencyMs { get; set; }
}

internal sealed class ConverseStreamTrace
{
    public PromptRouterTrace? PromptRouter { get; set; }
}
