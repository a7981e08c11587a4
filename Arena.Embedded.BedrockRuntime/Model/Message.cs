using Amazon.Runtime.Documents;

namespace Amazon.BedrockRuntime.Model;

internal sealed class Message
{
    public ConversationRole? Role { get; set; }

    public List<ContentBlock>? Content { get; set; }
}

internal sealed class SystemContentBlock
{
    public string? Text { get; set; }

    public CachePointBlock? CachePoint { get; set; }
}

/// <summary>Exactly one of its properties is set; none where the service sent a kind that this version does not know.</summary>
internal sealed class ContentBlock
{
    public string? Text { get; set; }

    public ToolUseBlock? ToolUse { get; set; }

    public ToolResultBlock? ToolResult { get; set; }

    public ReasoningContentBlock? ReasoningContent { get; set; }

    public CachePointBlock? CachePoint { get; set; }
}

internal sealed class ToolUseBlock
{
    public string? ToolUseId { get; set; }

    public string? Name { get; set; }

    public Document Input { get; set; }
}

internal sealed class ToolResultBlock
{
    public string? ToolUseId { get; set; }

    public List<ToolResultContentBlock>? Content { get; set; }

    public ToolResultStatus? Status { get; set; }
}

internal sealed class ToolResultContentBlock
{
    public string? Text { get; set; }

    public Document Json { get; set; }
}

internal sealed class ReasoningContentBlock
{
    public ReasoningTextBlock? ReasoningText { get; set; }

    public MemoryStream? RedactedContent { get; set; }
}

internal sealed class ReasoningTextBlock
{
    public string? Text { get; set; }

    public string? Signature { get; set; }
}

internal sealed class CachePointBlock
{
    public CachePointType? Type { get; set; }
}
