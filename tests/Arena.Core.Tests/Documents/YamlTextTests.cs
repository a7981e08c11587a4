using Arena.Core.Documents;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Core.Tests.Documents;

public sealed class YamlTextTests
{
    [Fact]
    public void Write_AnyText_IsReadBackAsItWas()
    {
        string[] pieces = ["a", " ", "\n", "\t", "  b", ": ", "# c", "- ", "'", "\"", "\\", "|", "%", "é", "\r", "\u0085", "\u2028", "\x7f", "😀", "\ufeff", "\0", "END"];
        var text = Gen.Elements(pieces).ListOf().Select(list => string.Concat(list));
        Prop.ForAll(text.ToArbitrary(), value =>
        {
            Read(YamlText.Line(value)).ShouldBe(value);
            Read(YamlText.Block(value, 6)).ShouldBe(value);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Block_OfAScript_IsReadable() =>
        YamlText.Block("#!/bin/sh\n\n  echo 'x: y'\n", 4).ShouldBe("|2+\n    #!/bin/sh\n\n      echo 'x: y'");

    private static string Read(string yaml) =>
        YamlMap.Parse("f.yaml", $"a:\n  - b:\n    text: {yaml}\n    after: x\n").Required("a").List()[0].Map().Required("text").StringOrEmpty();
}
