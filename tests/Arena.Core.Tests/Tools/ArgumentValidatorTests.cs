using System.Text.Json;
using Arena.Core.Tools;

namespace Arena.Core.Tests.Tools;

public sealed class ArgumentValidatorTests
{
    private static readonly JsonElement Schema = JsonElement.Parse("""
        {"type":"object","properties":{
          "path":{"type":"string","minLength":1},"line":{"type":"integer","minimum":1,"maximum":9},
          "mode":{"enum":["a","b"]},"list":{"type":"array","items":{"type":"string"}},"on":{"type":"boolean"}
        },"required":["path"],"additionalProperties":false}
        """);

    [Theory]
    [InlineData("""{"path":"x","line":3,"mode":"a","list":["y"],"on":true}""", null)]
    [InlineData("""[]""", "The arguments must be an object, but are an array.")]
    [InlineData("""{}""", "'path' is missing; required: path.")]
    [InlineData("""{"path":""}""", "'path' must have at least 1 character.")]
    [InlineData("""{"path":3}""", "'path' must be a string, but is the number 3.")]
    [InlineData("""{"path":null}""", "'path' must be a string, but is null.")]
    [InlineData("""{"path":"x","line":"3"}""", "'line' must be an integer, but is a string.")]
    [InlineData("""{"path":"x","line":1.5}""", "'line' must be an integer, but is the number 1.5.")]
    [InlineData("""{"path":"x","line":0}""", "'line' must be at least 1, but is 0.")]
    [InlineData("""{"path":"x","line":10}""", "'line' must be at most 9, but is 10.")]
    [InlineData("""{"path":"x","mode":"c"}""", "'mode' must be one of \"a\", \"b\".")]
    [InlineData("""{"path":"x","list":["y",3]}""", "'list[1]' must be a string, but is the number 3.")]
    [InlineData("""{"path":"x","file":"y"}""", "'file' is not an argument; allowed: path, line, mode, list, on.")]
    [InlineData("""{"path":"\ud800"}""", "The arguments hold text that is not valid Unicode.")]
    public void Validate_Arguments_NamesTheFirstFault(string arguments, string? expected) =>
        ArgumentValidator.Validate(Schema, JsonElement.Parse(arguments)).ShouldBe(expected);

    [Fact]
    public void Catalog_Tools_AreSixStandardOnesAndOneToAskFor_AllWithClosedSchemas()
    {
        ToolCatalog.Standard.ShouldBe(["list_files", "read_file", "write_file", "edit_file", "search_text", "run_command"]);
        ToolCatalog.Names.ShouldBe([.. ToolCatalog.Standard, "sql_query"]);
        foreach (var name in ToolCatalog.Names)
            ArgumentValidator.Validate(ToolCatalog.Find(name)!.Declaration.Parameters, JsonElement.Parse("""{"nonsense":1}""")).ShouldStartWith("'nonsense' is not an argument; allowed: ");
        ToolCatalog.Find("fly").ShouldBeNull();
    }
}
