using Arena.Core.Models.Dialects;
using static Arena.Core.Tests.Models.Dialects.Parsing;

namespace Arena.Core.Tests.Models.Dialects;

public sealed class ReactDialectTests
{
    [Theory]
    [InlineData("Thought: I look.\nAction: read_file\nAction Input: {\"path\": \"a\"}", """read_file{"path":"a"}""")]
    [InlineData("**Thought:** I look.\n**Action:** read_file\n**Action Input:** {\"path\": \"a\"}\n", """read_file{"path":"a"}""")]
    [InlineData("Action: a\n\nAction Input:\n{\n  \"x\": \"\\nObservation: \"\n}\nI wait.", "a{\"x\":\"\\nObservation: \"}")]
    [InlineData("Action: a\nAction Input: ```json\n{\"x\": 1}\n```", """a{"x":1}""")]
    [InlineData("Action: a\nAction Input:\n```\n{}\n```\nAction: b\nAction Input: {}", "a{}", "b{}")]
    [InlineData("Action: a\nAction Input: {}\nObservation: made up\nThought: so\nAction: b\nAction Input: {}", "a{}")]
    [InlineData("Action: a\nAction Input: {}\nFinal Answer: 42", "a{}")]
    public void Parse_OfAnActionWithItsInput_ReadsIt(string text, params string[] calls) => Calls("react", text).ShouldBe(calls);

    [Theory]
    [InlineData("Action: read_file\nAction Input: a.txt", "read_file", "its Action Input is no JSON object")]
    [InlineData("Action: read_file\nAction Input:", "read_file", "its Action Input is no JSON object")]
    [InlineData("Action: read_file\nAction Input: {\"path\": \"a", "read_file", "its JSON is broken")]
    [InlineData("Action: read_file\nAction Input: {\"path\": \"a\",}\nObservation: x", "read_file", "its JSON is broken")]
    [InlineData("Action: read_file\nAction Input: {\"path\": \"a\"}}", "read_file", "something stands behind its Action Input")]
    [InlineData("Action: read_file\nAction Input: ```json\n{\"path\": \"a\"}", "read_file", "is not closed")]
    [InlineData("Action: read_file\nObservation: made up", "read_file", "the line Action Input is missing")]
    [InlineData("Action: read_file(\"a\")", "read_file", "the line Action Input is missing")]
    [InlineData("Action:\nAction Input: {}", "(unreadable)", "the line Action names no tool")]
    public void Parse_OfAnActionThatCannotBeRead_SaysWhy(string text, string name, string problem) => ShouldBeMalformed("react", text, name, problem);

    [Theory]
    [InlineData("Thought: I know it.\nFinal Answer: 42\nAction: read_file\nAction Input: {}")]
    [InlineData("Action: none is needed.")]
    [InlineData("The Action: read_file is called so.")]
    [InlineData("```\nAction: read_file\nAction Input: {}\n```")]
    [InlineData("<think>\nAction: read_file\nAction Input: {}\n</think>\nFinal Answer: 42")]
    [InlineData("Observation: a\nAction: read_file\nAction Input: {}")]
    public void Parse_OfWhatIsNoAction_LeavesItText(string text) => Calls("react", text).ShouldBeEmpty();

    [Theory]
    [InlineData("Thought: so\nFinal Answer: it is 42\nand no more\n", "it is 42\nand no more")]
    [InlineData("**Final Answer:** 42", "42")]
    [InlineData("It is 42.", "It is 42.")]
    [InlineData("```\nFinal Answer: 41\n```\nFinal Answer: 42", "42")]
    [InlineData("Final Answer:", "")]
    public void AnswerOf_ATurnWithoutCalls_IsWhatFollowsTheLabel(string text, string answer) =>
        ToolDialects.Find("react")!.AnswerOf(text).ShouldBe(answer);
}
