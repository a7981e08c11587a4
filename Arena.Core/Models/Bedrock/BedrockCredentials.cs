using Amazon.BedrockRuntime;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Arena.Core.Models.Bedrock;

/// <summary>Where the credentials of a call come from, and what to say where there are none.</summary>
internal static class BedrockCredentials
{
    /// <summary>The variable that the SDK takes a bearer token from.</summary>
    public const string BearerVariable = "AWS_BEARER_TOKEN_BEDROCK";

    public const string Missing = "No AWS credentials were found: not in the environment, not in a profile, and the machine has no role.";

    public const string HowToGive =
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or a Bedrock API key in AWS_BEARER_TOKEN_BEDROCK.";

    public const string NoRegion = "No AWS region is known.";

    public const string HowToGiveRegion = "set connection.region in the card, or AWS_REGION.";

    public const string UseKeysForHttp = "use an https endpoint, or unset the API key and use AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";

    // Asking the machine for a role takes its time where it has none.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Whether a call could be signed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="config">The configuration that its calls would use.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<ProviderReadiness> FindAsync(
        ModelReference model, AmazonBedrockRuntimeConfig config, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        if (config.ServiceURL is null && config.RegionEndpoint is null)
            return new ProviderReadiness(false, NoRegion, Sentence(HowToGiveRegion));
        var where = config.ServiceURL ?? config.RegionEndpoint.SystemName;
        var variable = model.Connection?.KeyVariable;
        if (variable is not null && string.IsNullOrEmpty(environment(variable)))
            return new ProviderReadiness(false, $"The environment variable {variable} is not set.", $"Set it to a Bedrock API key, or take connection.keyVariable out of {model.Card}.");
        if (variable is not null || !string.IsNullOrEmpty(environment(BearerVariable)))
        {
            return config.ServiceURL?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) == true
                ? new ProviderReadiness(false, "A Bedrock API key is never sent over http.", Sentence(UseKeysForHttp))
                : new ProviderReadiness(true, $"API key in {variable ?? BearerVariable}, {where}");
        }

        try
        {
            var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(config).WaitAsync(Patience, cancellationToken);
            await credentials.GetCredentialsAsync().WaitAsync(Patience, cancellationToken);
            return new ProviderReadiness(true, $"credentials of {SourceOf(credentials)}, {where}");
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or TimeoutException or IOException or HttpRequestException)
        {
            return new ProviderReadiness(false, Missing, Sentence(HowToGive));
        }
    }

    private static string SourceOf(AWSCredentials credentials) => credentials switch
    {
        EnvironmentVariablesAWSCredentials => "the environment",
        InstanceProfileAWSCredentials => "the machine's role",
        _ => credentials.GetType().Name.Replace("AWSCredentials", "", StringComparison.Ordinal).ToLowerInvariant() is { Length: > 0 } kind ? kind : "a profile",
    };

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
