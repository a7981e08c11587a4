using Amazon.BedrockRuntime.Wire;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.BedrockRuntime;

internal sealed class AmazonBedrockRuntimeConfig : ClientConfig
{
    internal const string Service = "Bedrock Runtime";

    private static readonly string Agent = InternalSDKUtils.BuildUserAgentString(Service, "4.0.0.0");

    public AmazonBedrockRuntimeConfig() : base(new DefaultConfigurationProvider(Defaults()))
    {
        base.ServiceId = Service;
        // The name that signatures are made for, and from which AWS_BEARER_TOKEN_BEDROCK is derived.
        AuthenticationServiceName = "bedrock";
        EndpointProvider = new BedrockRuntimeEndpointProvider();
    }

    public override string RegionEndpointServiceName => "bedrock-runtime";

    public override string ServiceVersion => "2023-09-30";

    public override string UserAgent => Agent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(BedrockRuntimeEndpointProvider.ParametersOf(this, parameters.AlternateEndpoint));

    private static IEnumerable<IDefaultConfiguration> Defaults() =>
    [
        Of(DefaultConfigurationMode.Standard, 3.1),
        Of(DefaultConfigurationMode.InRegion, 1.1),
        Of(DefaultConfigurationMode.CrossRegion, 3.1),
        Of(DefaultConfigurationMode.Mobile, 30),
        Of(DefaultConfigurationMode.Auto, 1.1),
    ];

    private static DefaultConfiguration Of(DefaultConfigurationMode mode, double connectSeconds) => new()
    {
        Name = mode,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
        TlsNegotiationTimeout = TimeSpan.FromSeconds(connectSeconds),
        TimeToFirstByteTimeout = null,
        HttpRequestTimeout = null,
    };
}
