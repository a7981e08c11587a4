using Arena.Core.Documents;

namespace Arena.Core.Tests.Documents;

public sealed class YamlMapTests
{
    [Fact]
    public void Values_OfEveryType_AreRead()
    {
        var map = YamlMap.Parse("a.yaml", """
            title: Three words here
            count: 3
            tokens: 400_000
            price: 0.15
            on: true
            date: 2026-05-25
            wait: 1.5s
            list: [a, "3"]
            nested: { inner: x }
            """);

        map.Required("title").String().ShouldBe("Three words here");
        map.Required("count").Int(1, 3).ShouldBe(3);
        map.Required("tokens").Long().ShouldBe(400_000);
        map.Required("price").Decimal().ShouldBe(0.15m);
        map.Required("on").Bool().ShouldBeTrue();
        map.Required("date").Date().ShouldBe(new DateOnly(2026, 5, 25));
        map.Required("wait").Duration().ShouldBe(TimeSpan.FromMilliseconds(1500));
        map.Required("list").Strings().ShouldBe(["a", "3"]);
        var nested = map.Required("nested").Map();
        nested.Required("inner").String().ShouldBe("x");
        map.Optional("absent").ShouldBeNull();
        nested.Done();
        map.Done();
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("90s", 90_000)]
    [InlineData("10m", 600_000)]
    [InlineData("2h", 7_200_000)]
    public void Duration_EveryUnit_IsRead(string text, int milliseconds) =>
        YamlMap.Parse("a.yaml", $"d: {text}").Required("d").Duration().ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData("a: 1\nb: [1]", "b", "f.yaml:2: b must be a whole number from 1 to 9, but is a list.")]
    [InlineData("a: 1\nb: '3'", "b", "f.yaml:2: b must be a whole number from 1 to 9, but is '3'.")]
    [InlineData("b: 10", "b", "f.yaml:1: b must be a whole number from 1 to 9, but is '10'.")]
    [InlineData("b:", "b", "f.yaml:1: b must be a whole number from 1 to 9, but is nothing.")]
    [InlineData("a: 1", "b", "f.yaml:1: b is missing.")]
    public void Int_WrongValue_NamesFileLineKeyAndRange(string yaml, string key, string message) =>
        Should.Throw<DocumentException>(() => YamlMap.Parse("f.yaml", yaml).Required(key).Int(1, 9)).Message.ShouldBe(message);

    [Theory]
    [InlineData("5")]
    [InlineData("5 s")]
    [InlineData("-5s")]
    [InlineData("1.2.3s")]
    [InlineData("s")]
    public void Duration_WrongValue_TellsTheForm(string text) =>
        Should.Throw<DocumentException>(() => YamlMap.Parse("f.yaml", $"d: {text}").Required("d").Duration())
            .Problem.ShouldBe($"d must be a duration like 500ms, 90s, 10m or 2h, but is '{text}'.");

    [Fact]
    public void Done_UnknownKey_NamesItItsLineAndTheAllowedOnes()
    {
        var map = YamlMap.Parse("f.yaml", "title: x\nlimits:\n  turns: 3\n  turn: 4\n");
        var limits = map.Required("limits").Map();
        limits.Required("turns").Int();
        limits.Optional("time");
        Should.Throw<DocumentException>(limits.Done).Message
            .ShouldBe("f.yaml:4: unknown key 'limits.turn'; allowed here: time, turns.");
    }

    [Fact]
    public void Done_UnknownKeyWithBlockValue_PointsAtTheKey()
    {
        var map = YamlMap.Parse("f.yaml", "title: x\nother:\n  - 3\n");
        map.Required("title");
        Should.Throw<DocumentException>(map.Done).Line.ShouldBe(2);
    }

    [Fact]
    public void Parse_DuplicateKey_IsRefusedWithItsLine()
    {
        var e = Should.Throw<DocumentException>(() => YamlMap.Parse("f.yaml", "a: 1\nb: 2\na: 3\n"));
        e.Line.ShouldBe(3);
        e.Message.ShouldContain("Duplicate key");
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("- a", 1)]
    [InlineData("a: 1\nb: [", 2)]
    [InlineData("a: 1\n---\nb: 2", 3)]
    public void Parse_NoSingleMapping_IsRefusedWithALine(string text, int line) =>
        Should.Throw<DocumentException>(() => YamlMap.Parse("f.yaml", text)).Line.ShouldBe(line);

    [Fact]
    public void Load_MissingFile_SaysSo() =>
        Should.Throw<DocumentException>(() => YamlMap.Load("/nowhere/f.yaml")).Message.ShouldBe("/nowhere/f.yaml: this file is missing.");

    [Fact]
    public void Json_Scalars_FollowTheCoreSchema()
    {
        var map = YamlMap.Parse("f.yaml", """
            v:
              int: 3
              text: "3"
              float: 1.50
              yes: true
              nothing: null
              empty:
              word: yes
              hex: 0xff
              zero: 007
              block: |
                line
              list: [1, a, {b: c}]
            """);
        map.Required("v").Json().ShouldBe(
            """{"int":3,"text":"3","float":1.50,"yes":true,"nothing":null,"empty":null,"word":"yes","hex":255,"zero":"007","block":"line\n","list":[1,"a",{"b":"c"}]}""");
    }
}
