using System.Runtime.CompilerServices;
using Arena.BedrockSimulator.Wire;

namespace Arena.BedrockSimulator.Tests;

/// <summary>What the SDK finds in these tests: the simulator's key, and nothing of the machine's own.</summary>
internal static class AwsEnvironment
{
    public static IReadOnlyDictionary<string, string?> Variables { get; } = new Dictionary<string, string?>
    {
        ["AWS_ACCESS_KEY_ID"] = SignatureVerifier.AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = SignatureVerifier.SecretKey,
        ["AWS_REGION"] = "us-east-1",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_CONFIG_FILE"] = "/nonexistent/config",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/nonexistent/credentials",
        ["AWS_SESSION_TOKEN"] = null,
        ["AWS_PROFILE"] = null,
        ["AWS_BEARER_TOKEN_BEDROCK"] = null,
        ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = null,
        ["AWS_ENDPOINT_URL"] = null,
        ["AWS_MAX_ATTEMPTS"] = "5",
    };

    [ModuleInitializer]
    internal static void Set()
    {
        foreach (var (name, value) in Variables)
            Environment.SetEnvironmentVariable(name, value);
    }
}
