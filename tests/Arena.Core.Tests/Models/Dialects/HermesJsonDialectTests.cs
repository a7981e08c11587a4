using static Arena.Core.Tests.Models.Dialects.Parsing;

namespace Arena.Core.Tests.Models.Dialects;

public sealed class HermesJsonDialectTests
{
    [Theory]
    [InlineData("""I look.<tool_call>{"name":"read_file","arguments":{"path":"a"}}</tool_call> Then I go on.""", """read_file{"path":"a"}""")]
    [InlineData("<tool_call>\n{\"name\": \"a\", \"arguments\": {}}\n</tool_call>\n<tool_call>\n{\"name\": \"b\", \"arguments\": {}}\n</tool_call>", "a{}", "b{}")]
    [InlineData("""<tool_call>{"name":"list_files"}</tool_call>""", "list_files{}")]
    [InlineData("""<tool_call>{"name":"a","arguments":"{\"x\": 1}"}</tool_call>""", """a{"x":1}""")]
    [InlineData("""<tool_call>{"name":"a","arguments":{"x":"</tool_call> <tool_call>{"}}</tool_call>""", """a{"x":"</tool_call> <tool_call>{"}""")]
    [InlineData("<tool_call>\n{\"name\": \"a\", \"arguments\": {}}", "a{}")]
    [InlineData("<tool_call>{\"name\": \"a\"}\n<tool_call>{\"name\": \"b\"}\nDone.", "a{}", "b{}")]
    public void Parse_OfACallWhoseObjectIsComplete_ReadsIt(string text, params string[] calls) => Calls("hermes-json", text).ShouldBe(calls);

    [Theory]
    [InlineData("""<tool_call>{"name":"read_file","arguments":{"path":"a""", "read_file", "it is cut off, or its JSON is broken")]
    [InlineData("<tool_call>", "(unreadable)", "it is cut off")]
    [InlineData("""<tool_call>{"name":"read_file","arguments":{"path":'a'}}</tool_call>""", "read_file", "its JSON is broken")]
    [InlineData("<tool_call>{\"name\":\"write_file\",\"arguments\":{\"content\":\"two\nlines\"}}</tool_call>", "write_file", "its JSON is broken")]
    [InlineData("""<tool_call>{"name":"read_file","arguments":{"path":"a",}}</tool_call>""", "read_file", "its JSON is broken")]
    [InlineData("""<tool_call>{"name":"read_file","arguments":{"path":"a","path":"b"}}</tool_call>""", "read_file", "its JSON is broken")]
    [InlineData("""<tool_call>{"name":"read_file","arguments":{"path":"\ud83d"}}</tool_call>""", "read_file", "half of a character")]
    [InlineData("""<tool_call>{"name":"read_file","arguments":["a"]}</tool_call>""", "read_file", "\"arguments\" must be an object")]
    [InlineData("""<tool_call>{"arguments":{"path":"a"}}</tool_call>""", "(unreadable)", "\"name\" is missing")]
    [InlineData("""<tool_call>{"name":"a","arguments":{}}}</tool_call>""", "a", "something stands between its JSON object and </tool_call>")]
    [InlineData("<tool_call>{\"name\":\"a\"}\n{\"name\":\"b\"}</tool_call>", "a", "something stands between")]
    [InlineData("<tool_call>\n<function=read_file>\n</function>\n</tool_call>", "(unreadable)", "there is no JSON object in it")]
    [InlineData("<tool_call>read_file</tool_call>", "(unreadable)", "there is no JSON object in it")]
    public void Parse_OfACallThatCannotBeRead_SaysWhy(string text, string name, string problem) => ShouldBeMalformed("hermes-json", text, name, problem);

    [Theory]
    [InlineData("No call at all.")]
    [InlineData("A call is written between <tool_call> and </tool_call> tags.")]
    [InlineData("An example: `<tool_call>{\"name\":\"a\"}</tool_call>`.")]
    [InlineData("For example:\n```xml\n<tool_call>\n{\"name\": \"a\", \"arguments\": {}}\n</tool_call>\n```\nDone.")]
    [InlineData("~~~~\n```\n<tool_call>{\"name\":\"a\"}</tool_call>\n~~~~")]
    [InlineData("<think>I could write <tool_call>{\"name\":\"a\"}</tool_call></think>Done.")]
    [InlineData("I could write <tool_call>{\"name\":\"a\"}</tool_call> here.\n</think>\n\nDone.")]
    [InlineData("""{"name": "a", "arguments": {}}""")]
    public void Parse_OfWhatIsNoCall_LeavesItText(string text) => Calls("hermes-json", text).ShouldBeEmpty();

    [Theory]
    [InlineData("```py\nx = 1\n<tool_call>{\"name\":\"a\"}</tool_call>", "a{}")]
    [InlineData("<think>Hm. <tool_call>{\"name\":\"a\"}</tool_call>", "a{}")]
    [InlineData("The ` mark.\n<tool_call>{\"name\":\"a\",\"arguments\":{\"x\":\"`\"}}</tool_call>", """a{"x":"`"}""")]
    [InlineData("<think>a</think>```\nb\n```\n<tool_call>{\"name\":\"a\",\"arguments\":{\"x\":\"</think>\"}}</tool_call>", """a{"x":"</think>"}""")]
    public void Parse_BehindWhatQuotesNothing_ReadsTheCall(string text, string call) => Calls("hermes-json", text).ShouldBe([call]);
}
