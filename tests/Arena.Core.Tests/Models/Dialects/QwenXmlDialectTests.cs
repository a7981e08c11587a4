using System.Text.Json;
using Arena.Core.Models.Dialects;
using Arena.Core.Tools;
using static Arena.Core.Tests.Models.Dialects.Parsing;

namespace Arena.Core.Tests.Models.Dialects;

public sealed class QwenXmlDialectTests
{
    [Theory]
    [InlineData("<tool_call>\n<function=f>\n<parameter=text>\n  a\n\nb\n</parameter>\n<parameter=count>\n5\n</parameter>\n</function>\n</tool_call>", "f{\"text\":\"  a\\n\\nb\",\"count\":5}")]
    [InlineData("<tool_call><function=f><parameter=text>5</parameter><parameter=flag>True</parameter></function></tool_call>", """f{"text":"5","flag":true}""")]
    [InlineData("<tool_call>\n<function=f>\n<parameter=list>\n[1, {\"a\": null}]\n</parameter>\n</function>\n</tool_call>", """f{"list":[1,{"a":null}]}""")]
    [InlineData("<tool_call>\n<function=list_files>\n</function>\n</tool_call>", "list_files{}")]
    [InlineData("Now.\n<function=f>\n<parameter=text>\na\n</parameter>\n</function>\n</tool_call>", """f{"text":"a"}""")]
    [InlineData("<tool_call>\n<function=f>\n<parameter=text>\na\n</parameter>\n</function>", """f{"text":"a"}""")]
    [InlineData("<tool_call>\n<function=f>\n<parameter=text>\na\n</parameter>\n</tool_call>", """f{"text":"a"}""")]
    [InlineData("<tool_call>\n<function=f>\n<parameter=text>\n<a>&amp;</a></parameter></parameter>\n</function>\n</tool_call>", """f{"text":"<a>&amp;</a></parameter>"}""")]
    [InlineData("<tool_call>\n<function=f>\n<parameter=text>\n<function name='x'></function>\n</parameter>\n</function>\n</tool_call>", """f{"text":"<function name='x'></function>"}""")]
    public void Parse_OfACall_ReadsValuesByTheTypesOfTheSchema(string text, string call) => Calls("qwen3-coder-xml", text, Tools).ShouldBe([call]);

    [Theory]
    [InlineData("<tool_call>\n<function=f>\n<parameter=count>\nmany\n</parameter>\n</function>\n</tool_call>", """f{"count":"many"}""")]
    [InlineData("<tool_call>\n<function=f>\n<parameter=other>\n5\n</parameter>\n</function>\n</tool_call>", """f{"other":"5"}""")]
    public void Parse_OfAValueThatDoesNotFit_KeepsItAsTextForTheSchemaToRefuse(string text, string call)
    {
        var read = ToolDialects.Find("qwen3-coder-xml")!.Parse(text, Tools).ShouldHaveSingleItem();

        DialectGenerators.Show(read).ShouldBe(call);
        ArgumentValidator.Validate(Schema, read.Arguments).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("<tool_call>\n<function=f>\n<parameter=text>\nhalf a fi", "f", "the value of 'text' is cut off")]
    [InlineData("<tool_call>\n<function=f>\n<parameter=text>\na\n</parameter>\n", "f", "it is cut off before </function>")]
    [InlineData("<tool_call>\n<function=f>\n<parameter=te", "f", "the name in <parameter=...> cannot be read")]
    [InlineData("<tool_call>\n<function=f", "(unreadable)", "the name in <function=...> cannot be read")]
    [InlineData("<tool_call>\n", "(unreadable)", "it is cut off")]
    [InlineData("<tool_call>\n{\"name\": \"f\", \"arguments\": {}}\n</tool_call>", "f", "there is no <function=...> in it")]
    [InlineData("<tool_call>\n<function=f>\n{\"text\": \"a\"}\n</function>\n</tool_call>", "f", "text stands in it outside of a parameter")]
    [InlineData("<tool_call>\n<function=f>\n<parameter=text>\na\n</parameter>\n<parameter=text>\nb\n</parameter>\n</function>\n</tool_call>", "f", "the parameter 'text' is given twice")]
    [InlineData("<tool_call>\n<function=f>\n<parameter=text>\na\n<parameter=count>\n5\n</parameter>\n</function>\n</tool_call>", "f", "not closed by </parameter> before the next parameter")]
    [InlineData("<tool_call>\n<function=f>\n<parameter=text>\na\n</function>\n</tool_call>", "f", "is not closed by </parameter>, or holds </function>")]
    [InlineData("<tool_call>\n<function=f>\n<parameter=text>\na\n</parameter>\n</function>\n</tool_call>\nb\n</parameter>\n</function>\n</tool_call>", "f", "</parameter> stands behind it")]
    public void Parse_OfACallThatCannotBeRead_SaysWhyAndGuessesNothing(string text, string name, string problem) =>
        ShouldBeMalformed("qwen3-coder-xml", text, name, problem, Tools);

    [Fact]
    public void Parse_OfAnUnclosedValueBeforeAnotherCall_RefusesTheFirstAndReadsTheSecond() =>
        Calls("qwen3-coder-xml", "<tool_call>\n<function=f>\n<parameter=text>\nrm a\n</function>\n</tool_call>\n<tool_call>\n<function=f>\n<parameter=text>\nb\n</parameter>\n</function>\n</tool_call>", Tools)
            .ShouldBe(["f: the value of 'text' is not closed by </parameter>, or holds </function>", """f{"text":"b"}"""]);

    [Theory]
    [InlineData("Write <function=f> for it.")]
    [InlineData("A call begins with <tool_call>, and </tool_call> ends it.")]
    [InlineData("`<tool_call><function=f></function></tool_call>`")]
    [InlineData("```\n<tool_call>\n<function=f>\n</function>\n</tool_call>\n```")]
    [InlineData("<think>\n<function=f>\n</function>\n</think>")]
    [InlineData("Nothing was open: </parameter></function>")]
    public void Parse_OfWhatIsNoCall_LeavesItText(string text) => Calls("qwen3-coder-xml", text, Tools).ShouldBeEmpty();

    private static JsonElement Schema => JsonElement.Parse("""
        {"type":"object","properties":{"text":{"type":"string"},"count":{"type":"integer"},"flag":{"type":"boolean"},"list":{"type":"array"}},"additionalProperties":false}
        """);

    private static DialectTools Tools => DialectTools.Of([new ToolDeclaration("f", "", Schema)]);
}
