using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Amazon.BedrockRuntime.Wire;

/// <summary>Signatures, or a bearer token where the environment or the configuration has one.</summary>
internal sealed class BedrockRuntimeAuthSchemeHandler : BaseAuthResolverHandler
{
    private static readonly List<IAuthSchemeOption> Schemes =
    [
        new AuthSchemeOption { SchemeId = "aws.auth#sigv4" },
        new AuthSchemeOption { SchemeId = "smithy.api#httpBearerAuth" },
    ];

    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => [.. Schemes];
}
