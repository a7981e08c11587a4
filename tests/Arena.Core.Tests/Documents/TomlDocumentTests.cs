using Arena.Core.Documents;

namespace Arena.Core.Tests.Documents;

public sealed class TomlDocumentTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Load_TablesInlineTablesAndDottedKeys_AreOpenedWithTheirLines()
    {
        var document = Load("""
            version = "1.0" # a comment
            a.b = { c = 1, d.e = [1, "two", 3.5, [true]] }

            [agent]
            timeout_sec = 120.5
            "quoted key" = '''
            two
            lines'''
            [agent.env]
            [verifier]
            when = 2026-05-25
            [[steps]]
            name = "first"
            [steps.agent]
            timeout_sec = 3
            [[steps]]
            name = "second"
            """);

        document.Values.Select(value => $"{value.Line} {value.Path} = {value.Shown}").ShouldBe(
        [
            "1 version = \"1.0\"",
            "2 a.b.c = 1",
            "2 a.b.d.e = [1, \"two\", 3.5, [true]]",
            "5 agent.timeout_sec = 120.5",
            "6 agent.quoted key = \"two lines\"",
            "11 verifier.when = \"2026-05-25\"",
            "12 steps = [\"a table\"]",
        ]);
        document.Find("agent.timeout_sec")!.Value.ShouldBe(120.5);
        document.Find("agent").ShouldBeNull();
    }

    [Theory]
    [InlineData("a = 1\nb =\n", 2, "this is no valid TOML: Unexpected token")]
    [InlineData("a = 1\n\na = 2\n", 3, "this is no valid TOML: The key `a` is already defined")]
    [InlineData("[x]\n[x]\n", 2, "this is no valid TOML: The key `x` is already defined")]
    [InlineData("a = 1 b = 2\n", 1, "this is no valid TOML")]
    [InlineData("name: yaml\n", 1, "this is no valid TOML")]
    public void Load_NoToml_IsRefusedWithTheLine(string text, int line, string problem)
    {
        var e = Should.Throw<DocumentException>(() => Load(text));
        e.Line.ShouldBe(line);
        e.Problem.ShouldStartWith(problem);
        Should.Throw<DocumentException>(() => TomlDocument.Load(temporary.Combine("none.toml"))).Problem.ShouldBe("this file is missing.");
    }

    private TomlDocument Load(string text)
    {
        var file = temporary.Combine("task.toml");
        File.WriteAllText(file, text);
        return TomlDocument.Load(file);
    }
}
