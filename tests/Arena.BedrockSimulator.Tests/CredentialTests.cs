using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon;
using Amazon.BedrockRuntime;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Arena.BedrockSimulator.Wire;
using Arena.Core.Models;
using Arena.Core.Models.Bedrock;
using Arena.Core.Suites;
using Arena.Core.Tests;
using Arena.Simulation;
using Microsoft.Extensions.AI;

namespace Arena.BedrockSimulator.Tests;

/// <summary>Who calls: signatures, API keys, and what is said where they are missing or wrong.</summary>
public sealed class CredentialTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello.")];

    [Fact]
    public async Task GetResponse_WithAWrongSecret_IsDeniedWithoutTellingTheRequest()
    {
        var failure = await FailureOfAsync(new SessionAWSCredentials(SignatureVerifier.AccessKey, "wrong", "session-token-0815"));

        failure.Kind.ShouldBe(ModelFailureKind.AccessDenied);
        failure.Message.ShouldStartWith("InvalidSignatureException: The request signature we calculated does not match");
        failure.Message.ShouldEndWith("Next: renew or correct the credentials.");
        failure.Message.ShouldNotContain("session-token-0815", Case.Insensitive, "the service repeats the request's headers");
    }

    [Fact]
    public async Task GetResponse_WithAnUnknownKey_IsDenied() =>
        (await FailureOfAsync(new BasicAWSCredentials("AKIDOTHER", "secret"))).Message
            .ShouldBe("UnrecognizedClientException: The security token included in the request is invalid. Next: renew or correct the credentials.");

    [Fact]
    public async Task GetResponse_WithTemporaryCredentials_SignsTheirToken()
    {
        await using var bedrock = await Bedrock.StartAsync();
        using var runtime = Runtime(bedrock.Simulator, new SessionAWSCredentials(SignatureVerifier.AccessKey, SignatureVerifier.SecretKey, "token"));

        await new BedrockChatClient(() => runtime, bedrock.Model(true), null, TimeProvider.System).GetResponseAsync(Hello);

        bedrock.Simulator.Requests.Single().Headers["x-amz-security-token"].ShouldBe("token");
    }

    [Theory]
    [InlineData(SignatureVerifier.ApiKey, null)]
    [InlineData("another", ModelFailureKind.AccessDenied)]
    public async Task GetResponse_WithAnApiKeyOverHttps_SendsNothingElse(string key, ModelFailureKind? kind)
    {
        using var certificate = SelfSigned();
        await using var simulator = await SimulatedBedrock.StartAsync(Options with { Certificate = certificate });
        using var provider = new BedrockProvider(TimeProvider.System, name => name == "MY_KEY" ? key : null, new Trusting());
        var model = Model(new ModelConnection(simulator.Address.ToString(), "us-east-1", "MY_KEY"));

        (await provider.ReadinessAsync(model, CancellationToken.None)).Ready.ShouldBeTrue();
        if (kind is null)
            (await provider.Create(model).GetResponseAsync(Hello)).Text.ShouldStartWith("I shall read");
        else
            (await Should.ThrowAsync<ModelCallException>(provider.Create(model).GetResponseAsync(Hello))).Kind.ShouldBe(kind.Value);

        simulator.Requests.Single().Headers.ShouldNotContainKey("x-amz-date");
    }

    [Fact]
    public async Task GetResponse_WithAnApiKeyOverHttp_SendsNothingAndSaysWhatToDo()
    {
        await using var bedrock = await Bedrock.StartAsync();
        using var provider = new BedrockProvider(TimeProvider.System, _ => SignatureVerifier.ApiKey, null);
        var model = bedrock.Model(true, connection => connection with { KeyVariable = "MY_KEY" });

        var failure = await Should.ThrowAsync<ModelCallException>(provider.Create(model).GetResponseAsync(Hello));

        (failure.Kind, failure.MayBeBilled).ShouldBe((ModelFailureKind.AccessDenied, false));
        failure.Message.ShouldStartWith("A Bedrock API key is never sent over http. Next: ");
        failure.Message.ShouldNotContain(SignatureVerifier.ApiKey);
        bedrock.Simulator.Requests.ShouldBeEmpty();
        var readiness = await provider.ReadinessAsync(model, CancellationToken.None);
        (readiness.Ready, readiness.Why).ShouldBe((false, "A Bedrock API key is never sent over http."));
    }

    [Fact]
    public async Task GetResponse_WhereTheNamedVariableIsNotSet_NamesIt()
    {
        using var provider = new BedrockProvider(TimeProvider.System, _ => null, null);
        var model = Model(new ModelConnection(Region: "us-east-1", KeyVariable: "MY_KEY"));

        var failure = await Should.ThrowAsync<ModelCallException>(provider.Create(model).GetResponseAsync(Hello));

        failure.Kind.ShouldBe(ModelFailureKind.AccessDenied);
        failure.Message.ShouldBe("The environment variable MY_KEY is not set. Next: set it to a Bedrock API key.");
        (await provider.ReadinessAsync(model, CancellationToken.None)).ShouldBe(new ProviderReadiness(
            false, "The environment variable MY_KEY is not set.", "Set it to a Bedrock API key, or take connection.keyVariable out of test/card."));
    }

    [Fact]
    public async Task Readiness_WithCredentialsInTheEnvironment_TellsWhereTheyAreFrom()
    {
        using var provider = new BedrockProvider(TimeProvider.System);

        (await provider.ReadinessAsync(Model(new ModelConnection(Region: "eu-central-1")), CancellationToken.None))
            .ShouldBe(new ProviderReadiness(true, "credentials of the environment, eu-central-1"));
    }

    [Theory]
    [InlineData("us-east-1", false, "https://bedrock-runtime.us-east-1.amazonaws.com")]
    [InlineData("eu-central-1", false, "https://bedrock-runtime.eu-central-1.amazonaws.com")]
    [InlineData("us-east-1", true, "https://bedrock-runtime-fips.us-east-1.amazonaws.com")]
    [InlineData("us-gov-west-1", true, "https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com")]
    [InlineData("cn-north-1", false, "https://bedrock-runtime.cn-north-1.amazonaws.com.cn")]
    public void Endpoint_OfARegion_IsInItsPartition(string region, bool fips, string address)
    {
        var config = new AmazonBedrockRuntimeConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region), UseFIPSEndpoint = fips };

        config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new Amazon.BedrockRuntime.Model.ConverseRequest())).URL.TrimEnd('/').ShouldBe(address);
    }

    private static SimulatorOptions Options => new(new ModelCatalog(Repository.Models), new SuiteCatalog(Repository.Suites)) { Answer = (_, _) => Bedrock.TwoParts };

    private static ModelReference Model(ModelConnection connection) =>
        new("test/card", "sha256-card", "bedrock", "anthropic.test-v1:0", 1000, null, 20, null, Connection: connection);

    private static async Task<ModelCallException> FailureOfAsync(AWSCredentials credentials)
    {
        await using var bedrock = await Bedrock.StartAsync();
        using var runtime = Runtime(bedrock.Simulator, credentials);
        var client = new BedrockChatClient(() => runtime, bedrock.Model(true), null, TimeProvider.System);
        return await Should.ThrowAsync<ModelCallException>(client.GetResponseAsync(Hello));
    }

    private static AmazonBedrockRuntimeClient Runtime(Simulator simulator, AWSCredentials credentials) => new(
        credentials,
        new AmazonBedrockRuntimeConfig { ServiceURL = simulator.Address.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0, MaxStaleConnectionRetries = 0 });

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    // The certificate was made for this test; nobody else vouches for it.
    private sealed class Trusting : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true } });
    }
}
