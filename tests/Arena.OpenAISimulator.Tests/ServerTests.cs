using Arena.Core.Models;
using Arena.Core.Models.OpenAI;
using Microsoft.Extensions.AI;

namespace Arena.OpenAISimulator.Tests;

/// <summary>Which server is called, and who gets which key.</summary>
public sealed class ServerTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello.")];

    [Theory]
    [InlineData(null, null, "OPENAI_API_KEY=k1", "https://api.openai.com/v1", "k1")]
    [InlineData(null, null, "OPENAI_API_KEY= k1\n", "https://api.openai.com/v1", "k1")]
    [InlineData(null, "MY_KEY", "OPENAI_API_KEY=k1;MY_KEY=k2", "https://api.openai.com/v1", "k2")]
    [InlineData(null, null, "OPENAI_BASE_URL=http://127.0.0.1:8000/v1/;OPENAI_API_KEY=k1", "http://127.0.0.1:8000/v1", "k1")]
    [InlineData(null, null, "OPENAI_BASE_URL=http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1", null)]
    [InlineData("https://api.openai.com/v1", null, "OPENAI_API_KEY=k1", "https://api.openai.com/v1", "k1")]
    [InlineData("http://127.0.0.1:11434/v1", null, "OPENAI_API_KEY=k1;OPENAI_BASE_URL=http://elsewhere/v1", "http://127.0.0.1:11434/v1", null)]
    [InlineData("https://router.example/api/v1", "ROUTER_KEY", "OPENAI_API_KEY=k1;ROUTER_KEY=k3", "https://router.example/api/v1", "k3")]
    public void Of_AModel_GivesAKeyOnlyToWhomItIsFor(string? endpoint, string? variable, string environment, string address, string? key)
    {
        var server = OpenAIServer.Of(Model(endpoint, variable), Variables(environment));

        (server.Address.ToString(), server.Key, server.Problem).ShouldBe((address, key, null));
        server.IsOpenAI.ShouldBe(address.StartsWith("https://api.openai.com/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, null, "", "The environment variable OPENAI_API_KEY is not set.", "Set it to the server's API key.")]
    [InlineData(null, null, "OPENAI_API_KEY= ", "The environment variable OPENAI_API_KEY is not set.", "Set it to the server's API key.")]
    [InlineData("http://127.0.0.1:11434/v1", "MY_KEY", "OPENAI_API_KEY=k1", "The environment variable MY_KEY is not set.", "Set it to the server's API key.")]
    [InlineData(null, null, "OPENAI_API_KEY=two words", "The environment variable OPENAI_API_KEY holds characters that no API key has.", "Set it to the server's API key, and nothing else.")]
    [InlineData(null, null, "OPENAI_BASE_URL=localhost:8000;OPENAI_API_KEY=k1", "OPENAI_BASE_URL is not an address like http://127.0.0.1:8000/v1.", "Correct it, or put connection.endpoint into the card.")]
    public async Task GetResponse_WhereSomethingIsMissing_SaysWhatAndSendsNothing(string? endpoint, string? variable, string environment, string why, string next)
    {
        using var provider = new OpenAIProvider(TimeProvider.System, Variables(environment));

        var failure = await Should.ThrowAsync<ModelCallException>(provider.Create(Model(endpoint, variable)).GetResponseAsync(Hello));

        (failure.Kind, failure.MayBeBilled, failure.Message).ShouldBe((ModelFailureKind.AccessDenied, false, $"{why} Next: {next}"));
        (await provider.ReadinessAsync(Model(endpoint, variable), CancellationToken.None)).ShouldBe(new ProviderReadiness(false, why, next));
    }

    [Fact]
    public async Task GetResponse_WithoutAKey_SendsNoAuthorization()
    {
        await using var server = await CannedServer.StartWithJsonAsync("""{"choices":[{"message":{"content":"a"}}]}""");

        await server.Client().GetResponseAsync(Hello);

        server.Requests.ShouldBe(["POST /v1/chat/completions"]);
    }

    [Fact]
    public async Task GetResponse_WithTheSimulatorsKey_IsTaken_AndWithAnotherIsDenied()
    {
        await using var server = await Completions.StartAsync();
        using var right = new OpenAIProvider(TimeProvider.System, Variables($"MY_KEY={SimulatedOpenAI.ApiKey}"));
        using var wrong = new OpenAIProvider(TimeProvider.System, Variables("MY_KEY=other"));
        var model = server.Model(true, connection => connection with { KeyVariable = "MY_KEY" });

        (await right.Create(model).GetResponseAsync(Hello)).Text.ShouldNotBeEmpty();
        (await Should.ThrowAsync<ModelCallException>(wrong.Create(model).GetResponseAsync(Hello))).Message
            .ShouldBe("HTTP 401 invalid_api_key: Incorrect API key provided. Next: check the key in MY_KEY and what it may do.");
    }

    [Fact]
    public async Task Readiness_OfTheSimulator_TellsWhetherItHasTheModel_AndCallsNone()
    {
        await using var server = await Completions.StartAsync();
        var address = server.Model(true).Connection!.Endpoint;

        (await server.Provider.ReadinessAsync(server.Model(true, id: "scripted/oracle"), CancellationToken.None)).ShouldBe(new ProviderReadiness(true, $"{address} has scripted/oracle"));
        var missing = await server.Provider.ReadinessAsync(server.Model(true, id: "another"), CancellationToken.None);

        missing.Ready.ShouldBeFalse();
        missing.Why.ShouldStartWith($"{address} does not list another; it lists scripted/");
        missing.NextStep.ShouldBe("Load the model on the server, or correct model in test/card.");
        server.Simulator.Requests.ShouldAllBe(request => request.RawPath == "/v1/models");
    }

    [Theory]
    [InlineData(200, """{"object":"list","data":[{"id":"test-model:latest"}]}""", true, "ENDPOINT has test-model")]
    [InlineData(200, """{"object":"list","data":[{"id":"some.gguf","owned_by":"llamacpp"}]}""", true, "ENDPOINT serves some.gguf by any name")]
    [InlineData(200, """{"object":"list","data":null}""", false, "ENDPOINT does not list test-model; it lists no model.")]
    [InlineData(404, "", true, "ENDPOINT answers, and has no list of its models")]
    [InlineData(401, """{"error":{"message":"No key"}}""", false, "HTTP 401: No key")]
    [InlineData(200, "<html>", false, "The answer cannot be read: ")]
    public async Task Readiness_OfAServer_IsWhatItsListOfModelsTells(int status, string body, bool ready, string why)
    {
        await using var server = await CannedServer.StartAsync(status, "application/json", body);

        var readiness = await server.Provider.ReadinessAsync(server.Model(), CancellationToken.None);

        readiness.Ready.ShouldBe(ready);
        readiness.Why.ShouldStartWith(why.Replace("ENDPOINT", server.Endpoint, StringComparison.Ordinal));
        (readiness.NextStep is null).ShouldBe(ready);
        server.Requests.ShouldBe(["GET /v1/models"]);
    }

    [Fact]
    public async Task Readiness_WhereNobodyListens_SaysSo()
    {
        ModelReference model;
        await using (var server = await Completions.StartAsync())
            model = server.Model(streaming: true);
        using var provider = new OpenAIProvider(TimeProvider.System, _ => null);

        var readiness = await provider.ReadinessAsync(model, CancellationToken.None);

        readiness.Ready.ShouldBeFalse();
        readiness.Why.ShouldStartWith("The server cannot be reached: ");
        readiness.NextStep.ShouldBe("Start the server, or correct connection.endpoint in the card.");
    }

    private static ModelReference Model(string? endpoint, string? variable) =>
        new("test/card", "sha256-card", "openai", "test-model", 1000, null, 20, null, Connection: new ModelConnection(endpoint, KeyVariable: variable));

    private static Func<string, string?> Variables(string text)
    {
        var variables = text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => variables.GetValueOrDefault(name);
    }
}
