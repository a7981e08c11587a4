using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Amazon.BedrockRuntime.Wire;

/// <summary>The address of the service: what is configured, else the name of the region in its partition.</summary>
internal sealed class BedrockRuntimeEndpointProvider : IEndpointProvider
{
    public static EndpointParameters ParametersOf(IClientConfig config, RegionEndpoint? alternate) => new()
    {
        ["Region"] = alternate?.SystemName ?? config.RegionEndpoint?.SystemName,
        ["UseFIPS"] = config.UseFIPSEndpoint,
        ["UseDualStack"] = config.UseDualstackEndpoint,
        ["Endpoint"] = config.ServiceURL,
    };

    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var fips = parameters["UseFIPS"] is true;
        var dualStack = parameters["UseDualStack"] is true;
        if (parameters["Endpoint"] is string { Length: > 0 } configured)
        {
            // A path that ends in a slash would be signed otherwise than it is sent.
            return fips || dualStack
                ? throw new AmazonClientException("Invalid Configuration: FIPS and dual stack are not supported together with a custom endpoint")
                : new Endpoint(configured.TrimEnd('/'));
        }

        if (parameters["Region"] is not string { Length: > 0 } region)
            throw new AmazonClientException("Invalid Configuration: Missing Region");
        var partition = Fn.Partition(region);
        var host = fips ? "bedrock-runtime-fips" : "bedrock-runtime";
        return new Endpoint($"https://{host}.{region}.{(dualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix)}");
    }
}
