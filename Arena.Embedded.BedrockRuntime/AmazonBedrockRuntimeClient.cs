using Amazon.BedrockRuntime.Model;
using Amazon.BedrockRuntime.Wire;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.BedrockRuntime;

/// <summary>The client of Bedrock's runtime: two operations, on the pipeline, credentials and signers of AWSSDK.Core.</summary>
internal sealed class AmazonBedrockRuntimeClient : AmazonServiceClient, IAmazonBedrockRuntime
{
    private static readonly IServiceMetadata Metadata = new BedrockRuntimeMetadata();

    /// <summary>Credentials, region and endpoint come from the environment, profiles or the machine's role.</summary>
    public AmazonBedrockRuntimeClient() : this(new AmazonBedrockRuntimeConfig())
    {
    }

    public AmazonBedrockRuntimeClient(AmazonBedrockRuntimeConfig config) : base(config)
    {
    }

    public AmazonBedrockRuntimeClient(AWSCredentials credentials, AmazonBedrockRuntimeConfig config) : base(credentials, config)
    {
    }

    protected override IServiceMetadata ServiceMetadata => Metadata;

    public Task<ConverseResponse> ConverseAsync(ConverseRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ConverseResponse>(
            request,
            new InvokeOptions
            {
                RequestMarshaller = ConverseRequestMarshaller.Instance,
                ResponseUnmarshaller = ConverseResponseUnmarshaller.Instance,
            },
            cancellationToken);

    public Task<ConverseStreamResponse> ConverseStreamAsync(ConverseStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ConverseStreamResponse>(
            request,
            new InvokeOptions
            {
                RequestMarshaller = ConverseRequestMarshaller.Instance,
                ResponseUnmarshaller = ConverseStreamResponseUnmarshaller.Instance,
            },
            cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new BedrockRuntimeEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new BedrockRuntimeAuthSchemeHandler());
    }

    private sealed class BedrockRuntimeMetadata : IServiceMetadata
    {
        public string ServiceId => AmazonBedrockRuntimeConfig.Service;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }
}
