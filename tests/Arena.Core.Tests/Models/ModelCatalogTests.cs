using Arena.Core.Documents;
using Arena.Core.Models;

namespace Arena.Core.Tests.Models;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    [Fact]
    public void EveryShippedCard_CanBeReadAndHasAPrice()
    {
        var cards = new ModelCatalog(Repository.Models).List();

        cards.ShouldNotBeEmpty();
        cards.ShouldAllBe(card => card.PricesOn(new DateOnly(2026, 11, 21)) != null);
    }

    [Fact]
    public void PricesOn_ADay_AreTheLastThatBeganBefore()
    {
        Write("m.yaml", """
            title: m
            provider: other
            prices:
              - { from: 2026-01-01, input: 1, output: 2, source: a }
              - { from: 2026-06-01, input: 3, output: 4, source: b }
            """);
        var card = new ModelCatalog(temporary.Path).Get("m");

        card.PricesOn(new DateOnly(2025, 12, 31)).ShouldBeNull();
        card.PricesOn(new DateOnly(2026, 5, 31))!.Input.ShouldBe(1);
        card.On(new DateOnly(2026, 6, 1)).Prices!.Input.ShouldBe(3);
    }

    [Theory]
    [InlineData("title: m\n", "m.yaml:1: provider is missing")]
    [InlineData("title: m\nprovider: x\nmaxOutputTokens: -1\n", "m.yaml:3: maxOutputTokens must be a whole number from 1")]
    [InlineData("title: m\nprovider: x\ncolour: red\n", "m.yaml:3: unknown key 'colour'; allowed here: concurrency,")]
    [InlineData("title: m\nprovider: scripted\n", "m.yaml:1: script is missing")]
    [InlineData("title: m\nprovider: x\nprices:\n  - { from: 2026-02-01, input: 1, output: 1, source: a }\n  - { from: 2026-01-01, input: 1, output: 1, source: a }\n", "m.yaml:5: price tables must be in the order of their days")]
    public void Get_OfABrokenCard_NamesFileAndLineAndWhatIsAllowed(string text, string told)
    {
        Write("m.yaml", text);

        Should.Throw<DocumentException>(() => new ModelCatalog(temporary.Path).Get("m")).Message.ShouldContain(told);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("../m")]
    public void Get_OfAnUnknownCard_ListsWhatExists(string id)
    {
        Write("a/b.yaml", "title: m\nprovider: x\n");

        Should.Throw<UnknownModelException>(() => new ModelCatalog(temporary.Path).Get(id)).Message.ShouldContain("there are: a/b");
    }

    public void Dispose() => temporary.Dispose();

    private void Write(string name, string text)
    {
        var file = temporary.Combine(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
