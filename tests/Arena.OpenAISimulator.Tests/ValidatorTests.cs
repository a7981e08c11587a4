using System.Text.Json;
using Arena.Simulation;

namespace Arena.OpenAISimulator.Tests;

/// <summary>What the simulator refuses.</summary>
public sealed class ValidatorTests
{
    private const string Tools = """ "tools":[{"type":"function","function":{"name":"t","description":"","parameters":{"type":"object"}}}] """;
    private const string Hello = """{"role":"user","content":"hi"}""";
    private const string Calls = """{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"t","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"t","arguments":"{}"}}]}""";
    private const string Result = """{"role":"tool","tool_call_id":"a","content":""}""";

    [Theory]
    [InlineData("""{"model":"m","messages":[HELLO,CALLS,{"role":"tool","tool_call_id":"b","content":"x"},RESULT],TOOLS,"tool_choice":"auto","max_tokens":1,"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"model":"m","messages":[{"role":"developer","content":"x"},{"role":"user","content":[{"type":"text","text":"hi"}]},{"role":"assistant","content":""},HELLO],"n":1,"stop":"x","metadata":{}}""")]
    public void Check_OfWhatServersTake_TakesIt(string body) => Check(body);

    [Theory]
    [InlineData("""{"messages":[HELLO]}""", "model is missing")]
    [InlineData("""{"model":"","messages":[HELLO]}""", "model must have 1 to")]
    [InlineData("""{"model":"m"}""", "messages is missing")]
    [InlineData("""{"model":"m","messages":[]}""", "messages must have 1 to")]
    [InlineData("""{"model":"m","messages":[HELLO],"colour":"red"}""", " has the unknown member 'colour'")]
    [InlineData("""{"model":"m","messages":[{"content":"x"}]}""", "messages.0.role is missing")]
    [InlineData("""{"model":"m","messages":[{"role":"robot","content":"x"}]}""", "messages.0.role must be one of system, developer, user, assistant, tool")]
    [InlineData("""{"model":"m","messages":[{"role":"user"}]}""", "messages.0.content is missing")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":5}]}""", "messages.0.content must be a list")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","content":null}]}""", "messages.0.content is missing")]
    [InlineData("""{"model":"m","messages":[HELLO,{"role":"assistant","content":"x","tool_calls":[]}]}""", "messages.1.tool_calls must have 1 to")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x","tool_calls":[{}]}]}""", "messages.0.tool_calls must not stand in a message of role 'user'")]
    [InlineData("""{"model":"m","messages":[HELLO,RESULT]}""", "messages with role 'tool' must be a response to a preceding message with 'tool_calls' (messages[1])")]
    [InlineData("""{"model":"m","messages":[HELLO,CALLS,RESULT],TOOLS}""", "The following tool_call_ids did not have response messages: b")]
    [InlineData("""{"model":"m","messages":[HELLO,CALLS,RESULT,HELLO],TOOLS}""", "The following tool_call_ids did not have response messages: b")]
    [InlineData("""{"model":"m","messages":[HELLO,CALLS,RESULT,RESULT],TOOLS}""", "must be a response to a preceding message with 'tool_calls' (messages[3])")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"t","arguments":"{}"}},{"id":"a","type":"function","function":{"name":"t","arguments":"{}"}}]}]}""", "messages.0.tool_calls.1 has the id 'a', which another call of the message has too")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"t","arguments":"{"}}]}]}""", "messages.0.tool_calls.0.function.arguments must be the text of a JSON object")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"t","arguments":"[]"}}]}]}""", "messages.0.tool_calls.0.function.arguments must be the text of a JSON object")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"t t","arguments":"{}"}}]}]}""", "messages.0.tool_calls.0.function.name must match the pattern")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"t","arguments":"{}"}}]}]}""", "messages.0.tool_calls.0.id is missing")]
    [InlineData("""{"model":"m","messages":[HELLO],"max_tokens":1,"max_completion_tokens":1}""", "at the same time is not supported")]
    [InlineData("""{"model":"m","messages":[HELLO],"temperature":2.5}""", "temperature must be a number from 0 to 2")]
    [InlineData("""{"model":"m","messages":[HELLO],"n":2}""", "n must be a number from 1 to 1")]
    [InlineData("""{"model":"m","messages":[HELLO],"stop":[]}""", "stop must have 1 to 4 items")]
    [InlineData("""{"model":"m","messages":[HELLO],"stream":"yes"}""", "stream must be true or false")]
    [InlineData("""{"model":"m","messages":[HELLO],"stream_options":{"include_usage":true}}""", "only allowed when 'stream' is enabled")]
    [InlineData("""{"model":"m","messages":[HELLO],"tools":[]}""", "tools must have 1 to 128 items")]
    [InlineData("""{"model":"m","messages":[HELLO],"tool_choice":"none"}""", "only allowed when 'tools' are specified")]
    [InlineData("""{"model":"m","messages":[HELLO],"tools":[{"type":"function","function":{"name":"t","parameters":{"type":"array"}}}]}""", "tools.0.function.parameters must be a JSON schema of type 'object'")]
    [InlineData("""{"model":"m","messages":[HELLO],"tools":[{"type":"function","function":{"name":"t"}},{"type":"function","function":{"name":"t"}}]}""", "tools.1.function has the name 't', which another tool has too")]
    [InlineData("""{"model":"m","messages":[HELLO],"metadata":{"a":1}}""", "metadata must have at most 16 entries of text")]
    public void Check_OfWhatServersRefuse_SaysWhy(string body, string told)
    {
        var refusal = Should.Throw<InvalidRequestException>(() => Check(body));

        (refusal.Problem is null ? refusal.Message : $"{refusal.Path} {refusal.Problem}").ShouldContain(told);
    }

    private static void Check(string body) => ChatValidator.Check(JsonElement.Parse(body
        .Replace("HELLO", Hello, StringComparison.Ordinal)
        .Replace("CALLS", Calls, StringComparison.Ordinal)
        .Replace("RESULT", Result, StringComparison.Ordinal)
        .Replace("TOOLS", Tools, StringComparison.Ordinal)));
}
