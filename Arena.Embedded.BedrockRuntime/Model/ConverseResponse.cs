using Amazon.Runtime;

namespace Amazon.BedrockRuntime.Model;

internal sealed class ConverseResponse : AmazonWebServiceResponse
{
    public ConverseOutput? Output { get; set; }

    public StopReason? StopReason { get; set; }

    public TokenUsage? Usage { get; set; }

    public ConverseMetrics? Metrics { get; set; }

    public ConverseTrace? Trace { get; set; }
}

internal sealed class ConverseOutput
{
    public Message? Message { get; set; }
}

internal sealed class TokenUsage
{
    public int? InputTokens { get; set; }

    public int? OutputTokens { get; set; }

    public int? TotalTokens { get; set; }

    public int? CacheReadInputTokens { get; set; }

    public int? CacheWriteInputTokens { get; set; }
}

internal sealed class ConverseMetrics
{
    public long? LatencyMs { get; set; }
}

internal sealed class ConverseTrace
{
    public PromptRouterTrace? PromptRouter { get; set; }
}

internal sealed class PromptRouterTrace
{
    public string? InvokedModelId { get; set; }
}
