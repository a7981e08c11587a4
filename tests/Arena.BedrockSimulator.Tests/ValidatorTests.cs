using System.Text.Json;
using Arena.BedrockSimulator.Validation;
using Arena.Simulation;

namespace Arena.BedrockSimulator.Tests;

/// <summary>What the simulator refuses, in the service's words where these are known.</summary>
public sealed class ValidatorTests
{
    private const string Tools = """ "toolConfig":{"tools":[{"toolSpec":{"name":"t","inputSchema":{"json":{"type":"object"}}}}]} """;
    private const string Hello = """{"role":"user","content":[{"text":"hi"}]}""";
    private const string Uses = """{"role":"assistant","content":[{"toolUse":{"toolUseId":"a","name":"t","input":{}}},{"toolUse":{"toolUseId":"b","name":"t","input":{}}}]}""";

    [Fact]
    public void Check_OfAConversationWithTools_TakesIt() => Check(Filled(
        """{"messages":[HELLO,USES,{"role":"user","content":[{"toolResult":{"toolUseId":"b","content":[{"text":"x"}]}},{"toolResult":{"toolUseId":"a","content":[{"json":{}}],"status":"error"}}]}],TOOLS}"""));

    [Theory]
    [InlineData("""{"messages":[]}""", "must have 1 to")]
    [InlineData("""{}""", "Value at 'messages' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"messages":[HELLO],"temperature":1}""", "has the unknown member 'temperature'")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"text":"x"}]}]}""", "A conversation must start with a user message.")]
    [InlineData("""{"messages":[HELLO,HELLO]}""", "A conversation must alternate between user and assistant roles.")]
    [InlineData("""{"messages":[HELLO,{"role":"assistant","content":[{"text":"x"}]}]}""", "The conversation must end with a user message.")]
    [InlineData("""{"messages":[{"role":"user","content":[]}]}""", "must have 1 to")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":" \n"}]}]}""", "The text field in the ContentBlock object at messages.0.content.0 is blank.")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":"a","image":{}}]}]}""", "must have exactly one member")]
    [InlineData("""{"messages":[HELLO,USES,{"role":"user","content":[{"toolResult":{"toolUseId":"a","content":[{"text":"x"}]}}]}],TOOLS}""", "Expected toolResult blocks at messages.2.content for the following Ids: b")]
    [InlineData("""{"messages":[HELLO,USES,{"role":"user","content":[{"toolResult":{"toolUseId":"a","content":[]}},{"toolResult":{"toolUseId":"b","content":[]}},{"toolResult":{"toolUseId":"b","content":[]}}]}],TOOLS}""", "exceeds the number of toolUse blocks of previous turn")]
    [InlineData("""{"messages":[HELLO,USES,{"role":"user","content":[{"toolResult":{"toolUseId":"a","content":[]}},{"toolResult":{"toolUseId":"b","content":[],"status":"error"}}]}],TOOLS}""", "cannot be empty when status value is error")]
    [InlineData("""{"messages":[HELLO,USES,{"role":"user","content":[{"toolResult":{"toolUseId":"a","content":[]}},{"toolResult":{"toolUseId":"b","content":[]}}]}]}""", "The toolConfig field must be defined when using toolUse and toolResult content blocks.")]
    [InlineData("""{"messages":[{"role":"user","content":[{"toolUse":{"toolUseId":"a","name":"t","input":{}}}]}],TOOLS}""", "User messages cannot contain toolUse.")]
    [InlineData("""{"messages":[{"role":"user","content":[{"reasoningContent":{"reasoningText":{"text":"x"}}}]}]}""", "User messages cannot contain reasoningContent.")]
    [InlineData("""{"messages":[HELLO,{"role":"assistant","content":[{"toolUse":{"toolUseId":"a b","name":"t","input":{}}}]},HELLO],TOOLS}""", "[a-zA-Z0-9_-]+")]
    [InlineData("""{"messages":[HELLO,{"role":"assistant","content":[{"toolUse":{"toolUseId":"a","name":"t"}}]},HELLO],TOOLS}""", "input' failed to satisfy constraint")]
    [InlineData("""{"messages":[HELLO,{"role":"assistant","content":[{"toolUse":{"toolUseId":"a","name":"t","input":"x"}}]},HELLO],TOOLS}""", "Provide a json object")]
    [InlineData("""{"messages":[HELLO],"toolConfig":{"tools":[]}}""", "must have 1 to")]
    [InlineData("""{"messages":[HELLO],"toolConfig":{"tools":[{"toolSpec":{"name":"t","description":"","inputSchema":{"json":{"type":"object"}}}}]}}""", "must have 1 to")]
    [InlineData("""{"messages":[HELLO],"toolConfig":{"tools":[{"toolSpec":{"name":"t","inputSchema":{"json":{"type":"array"}}}}]}}""", "must be one of the following: object")]
    [InlineData("""{"messages":[HELLO],"inferenceConfig":{"maxTokens":0}}""", "must be a number from 1")]
    [InlineData("""{"messages":[HELLO],"inferenceConfig":{"temperature":1.5}}""", "must be a number from 0 to 1")]
    [InlineData("""{"messages":[HELLO],"requestMetadata":{"a":"ü"}}""", "must have 1 to 16 entries of plain text")]
    [InlineData("""{"messages":[HELLO],"additionalModelRequestFields":[1]}""", "must be an object")]
    [InlineData("""{"messages":[HELLO],"system":[{"cachePoint":{"type":"default"}},{"cachePoint":{"type":"default"}},{"cachePoint":{"type":"default"}},{"cachePoint":{"type":"default"}},{"cachePoint":{"type":"default"}}]}""", "4 cache points at most")]
    public void Check_OfWhatTheServiceRefuses_SaysWhy(string body, string told) =>
        Should.Throw<InvalidRequestException>(() => Check(Filled(body))).Message.ShouldContain(told);

    private static string Filled(string body) => body
        .Replace("HELLO", Hello, StringComparison.Ordinal)
        .Replace("USES", Uses, StringComparison.Ordinal)
        .Replace("TOOLS", Tools, StringComparison.Ordinal);

    private static void Check(string body) => ConverseValidator.Check(JsonElement.Parse(body));
}
