using static Arena.Core.Tests.Models.Dialects.Parsing;

namespace Arena.Core.Tests.Models.Dialects;

public sealed class JsonFenceDialectTests
{
    [Theory]
    [InlineData("I look.\n```json\n{\"tool\": \"read_file\", \"arguments\": {\"path\": \"a\"}}\n```\nThen.", """read_file{"path":"a"}""")]
    [InlineData("  ```JSON\n  {\n    \"tool\": \"a\"\n  }\n  ```", "a{}")]
    [InlineData("```json\n{\"tool\": \"a\"}```", "a{}")]
    [InlineData("```json\n{\"tool\": \"a\"}\n```\n```json\n{\"tool\": \"b\", \"arguments\": {\"x\": \"```\"}}\n```", "a{}", """b{"x":"```"}""")]
    [InlineData("```json\n{\"tool\": \"a\", \"arguments\": {}}", "a{}")]
    public void Parse_OfABlockThatIsACall_ReadsIt(string text, params string[] calls) => Calls("json-fence", text).ShouldBe(calls);

    [Theory]
    [InlineData("```json\n{\"tool\": \"read_file\", \"arguments\": {\"path\": \"a", "read_file", "its JSON is broken")]
    [InlineData("```json\n{\"tool\": \"read_file\", \"arguments\": {\"path\": a}}\n```", "read_file", "its JSON is broken")]
    [InlineData("```json\n{\"tool\": \"read_file\", \"args\": {\"path\": \"a\"}}\n```", "read_file", "it has the unknown key \"args\"")]
    [InlineData("```json\n{\"tool\": \"a\", \"arguments\": 5}\n```", "a", "\"arguments\" must be an object")]
    [InlineData("```json\n{\"tool\": \"a\"}\n{\"tool\": \"b\"}\n```", "a", "its code block holds more than one JSON object")]
    [InlineData("```json\n{\"tool\": \"a\"}\nI wait for it.", "a", "its code block is not closed")]
    public void Parse_OfABlockThatIsMeantAsACall_SaysWhatIsWrong(string text, string name, string problem) => ShouldBeMalformed("json-fence", text, name, problem);

    [Theory]
    [InlineData("```json\n{\"tool\": \"eslint\", \"version\": 3}\n```")]
    [InlineData("```json\n{\"tool\": 5}\n```")]
    [InlineData("```json\n{\"name\": \"a\", \"arguments\": {}}\n```")]
    [InlineData("```json\n[1, 2]\n```")]
    [InlineData("```json\n{broken\n```")]
    [InlineData("```\n{\"tool\": \"a\"}\n```")]
    [InlineData("````md\n```json\n{\"tool\": \"a\"}\n```\n````")]
    [InlineData("<think>\n```json\n{\"tool\": \"a\"}\n```\n</think>")]
    [InlineData("{\"tool\": \"a\"}")]
    public void Parse_OfAnyOtherBlock_LeavesItText(string text) => Calls("json-fence", text).ShouldBeEmpty();
}
