using Arena.Core.Documents;
using Arena.Core.Models;

namespace Arena.Core.Tests.Models;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    [Fact]
    public void EveryShippedCard_CanBeReadAndHasAPrice()
    {
        var cards = new ModelCatalog(Repository.Models).List();

        cards.ShouldNotBeEmpty();
        cards.ShouldAllBe(card => card.PricesOn(new DateOnly(2026, 11, 21)) != null);
    }

    [Fact]
    public void PricesOn_ADay_AreTheLastThatBeganBefore()
    {
        Write("m.yaml", """
            title: m
            provider: other
            prices:
              - { from: 2026-01-01, input: 1, output: 2, source: a }
              - { from: 2026-06-01, input: 3, output: 4, source: b }
            """);
        var card = new ModelCatalog(temporary.Path).Get("m");

        card.PricesOn(new DateOnly(2025, 12, 31)).ShouldBeNull();
        card.PricesOn(new DateOnly(2026, 5, 31))!.Input.ShouldBe(1);
        card.On(new DateOnly(2026, 6, 1)).Prices!.Input.ShouldBe(3);
    }

    [Theory]
    [InlineData("title: m\n", "m.yaml:1: provider is missing")]
    [InlineData("title: m\nprovider: x\nmaxOutputTokens: -1\n", "m.yaml:3: maxOutputTokens must be a whole number from 1")]
    [InlineData("title: m\nprovider: x\ncolour: red\n", "m.yaml:3: unknown key 'colour'; allowed here: concurrency,")]
    [InlineData("title: m\nprovider: scripted\n", "m.yaml:1: script is missing")]
    [InlineData("title: m\nprovider: x\nprices:\n  - { from: 2026-02-01, input: 1, output: 1, source: a, currency: dollars }\n", "m.yaml:4: prices[0].currency must be a currency of three capital letters like USD")]
    [InlineData("title: m\nprovider: x\nprices:\n  - { from: 2026-02-01, input: 1, output: 1, source: a }\n  - { from: 2026-01-01, input: 1, output: 1, source: a }\n", "m.yaml:5: price tables must be in the order of their days")]
    public void Get_OfABrokenCard_NamesFileAndLineAndWhatIsAllowed(string text, string told)
    {
        Write("m.yaml", text);

        Should.Throw<DocumentException>(() => new ModelCatalog(temporary.Path).Get("m")).Message.ShouldContain(told);
    }

    [Fact]
    public void Get_OfABedrockCard_ReadsItsConnection()
    {
        Write("m.yaml", """
            title: m
            provider: bedrock
            model: us.example.model-v1:0
            temperature: 0.2
            topP: 0.9
            concurrency: 8
            requestsPerMinute: 60
            tokensPerMinute: 400_000
            dialect: native
            connection:
              endpoint: https://localhost:5190/
              region: eu-central-1
              keyVariable: MY_KEY
              streaming: false
              cachePoints: true
              metadata: true
              extra: { top_k: 20 }
              timeout: 30m
            """);

        var model = new ModelCatalog(temporary.Path).Get("m").On(new DateOnly(2026, 6, 1));

        (model.TopP, model.RequestsPerMinute, model.TokensPerMinute, model.Dialect).ShouldBe((0.9, 60, 400_000, null));
        var connection = model.Connection.ShouldNotBeNull();
        connection.Extra!.Value.GetProperty("top_k").GetInt32().ShouldBe(20);
        (connection with { Extra = null }).ShouldBe(new ModelConnection(
            Endpoint: "https://localhost:5190", Region: "eu-central-1", KeyVariable: "MY_KEY", Streaming: false,
            CachePoints: true, Metadata: true, Timeout: TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void Get_OfAnOpenAICard_ReadsItsConnection()
    {
        Write("m.yaml", """
            title: m
            provider: openai
            connection: { endpoint: "http://localhost:11434/v1", maxTokensField: max_tokens, reasoningField: reasoning_content, metadata: true }
            """);

        new ModelCatalog(temporary.Path).Get("m").Connection.ShouldBe(new ModelConnection(
            Endpoint: "http://localhost:11434/v1", MaxTokensField: "max_tokens", ReasoningField: "reasoning_content", Metadata: true));
    }

    [Theory]
    [InlineData("bedrock", "maxTokensField: max_tokens", "m.yaml:4: unknown key 'connection.maxTokensField'; allowed here: cachePoints, endpoint, extra, keyVariable, metadata, reasoningField, region, streaming, timeout.")]
    [InlineData("bedrock", "reasoningField: reasoning", "m.yaml:4: connection.reasoningField must be one of reasoningContent, but is 'reasoning'.")]
    [InlineData("openai", "region: us-east-1", "m.yaml:4: unknown key 'connection.region'; allowed here: endpoint, extra, keyVariable, maxTokensField, metadata, reasoningField, streaming, timeout.")]
    [InlineData("openai", "maxTokensField: tokens", "m.yaml:4: connection.maxTokensField must be one of max_tokens, max_completion_tokens, but is 'tokens'.")]
    [InlineData("openai", "reasoningField: content", "m.yaml:4: connection.reasoningField must be the name of a field like reasoning_content.")]
    [InlineData("openai", "extra: { max_tokens: 9 }", "m.yaml:4: connection.extra.max_tokens is set by Arena: set it by maxOutputTokens, and its name by connection.maxTokensField.")]
    [InlineData("openai", "extra: { top_k: 9, stream: false }", "m.yaml:4: connection.extra.stream is set by Arena: choose it by connection.streaming.")]
    [InlineData("openai", "endpoint: localhost:11434", "m.yaml:4: connection.endpoint must be an address like https://host:port/path")]
    [InlineData("bedrock", "region: Frankfurt", "m.yaml:4: connection.region must be a region like us-east-1.")]
    [InlineData("bedrock", "timeout: 25h", "m.yaml:4: connection.timeout must be a duration")]
    [InlineData("bedrock", "extra: [1]", "m.yaml:4: connection.extra must be a mapping")]
    [InlineData("scripted", "streaming: true", "m.yaml:4: the provider 'scripted' has no connection")]
    public void Get_OfACardWithAWrongConnection_NamesFileAndLineAndWhatIsAllowed(string provider, string line, string told)
    {
        Write("m.yaml", $"title: m\nprovider: {provider}\nconnection:\n  {line}\nscript: {{ default: oracle }}\n");

        Should.Throw<DocumentException>(() => new ModelCatalog(temporary.Path).Get("m")).Message.ShouldContain(told);
    }

    [Theory]
    [InlineData("keyVariable: sk-secret-1234")]
    [InlineData("endpoint: https://user:sk-secret-1234@host/v1")]
    [InlineData("endpoint: https://host/v1?key=sk-secret-1234")]
    public void Get_OfACardThatHoldsAKey_RefusesItWithoutRepeatingIt(string line)
    {
        Write("m.yaml", $"title: m\nprovider: openai\nconnection:\n  {line}\n");

        var message = Should.Throw<DocumentException>(() => new ModelCatalog(temporary.Path).Get("m")).Message;

        message.ShouldStartWith(temporary.Combine("m.yaml") + ":4: connection.");
        message.ShouldNotContain("secret");
    }

    [Fact]
    public void Get_OfACardWithADialectThatDoesNotExist_ListsThoseThatDo()
    {
        Write("m.yaml", "title: m\nprovider: bedrock\ndialect: morse\n");

        Should.Throw<DocumentException>(() => new ModelCatalog(temporary.Path).Get("m")).Message
            .ShouldContain("m.yaml:3: dialect must be one of native, hermes-json, qwen3-coder-xml, json-fence, react, but is 'morse'.");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("../m")]
    public void Get_OfAnUnknownCard_ListsWhatExists(string id)
    {
        Write("a/b.yaml", "title: m\nprovider: x\n");

        Should.Throw<UnknownModelException>(() => new ModelCatalog(temporary.Path).Get(id)).Message.ShouldContain("there are: a/b");
    }

    public void Dispose() => temporary.Dispose();

    private void Write(string name, string text)
    {
        var file = temporary.Combine(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
