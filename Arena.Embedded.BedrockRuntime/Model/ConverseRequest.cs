using Amazon.Runtime;
using Amazon.Runtime.Documents;

namespace Amazon.BedrockRuntime.Model;

/// <summary>What both requests share; the real package has two types without a common one.</summary>
internal abstract class ConverseRequestBase : AmazonWebServiceRequest
{
    public string ModelId { get; set; } = "";

    public List<Message>? Messages { get; set; }

    public List<SystemContentBlock>? System { get; set; }

    public InferenceConfiguration? InferenceConfig { get; set; }

    public ToolConfiguration? ToolConfig { get; set; }

    public Document AdditionalModelRequestFields { get; set; }

    public Dictionary<string, string>? RequestMetadata { get; set; }

    internal abstract string Operation { get; }
}

internal sealed class ConverseRequest : ConverseRequestBase
{
    internal override string Operation => "converse";
}

internal sealed class ConverseStreamRequest : ConverseRequestBase
{
    internal override string Operation => "converse-stream";
}

internal sealed class InferenceConfiguration
{
    public int? MaxTokens { get; set; }

    public float? Temperature { get; set; }

    public float? TopP { get; set; }

    public List<string>? StopSequences { get; set; }
}

internal sealed class ToolConfiguration
{
    public List<Tool>? Tools { get; set; }
}

internal sealed class Tool
{
    public ToolSpecification? ToolSpec { get; set; }

    public CachePointBlock? CachePoint { get; set; }
}

internal sealed class ToolSpecification
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public ToolInputSchema? InputSchema { get; set; }
}

internal sealed class ToolInputSchema
{
    public Document Json { get; set; }
}
