using Arena.Core.Runs;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Arena.Core.Tests.Runs;

public sealed class TurnLayoutTests
{
    [Fact]
    public void Of_ReasoningThenTextThenTools_IsNothingToKeep() =>
        TurnLayout.Of([new TextReasoningContent("hm"), new TextContent("a"), Call("1"), Call("2")]).ShouldBeNull();

    [Fact]
    public void Of_SealedReasoning_KeepsTheSealAndNoText() =>
        TurnLayout.Of([new TextReasoningContent("hm") { ProtectedData = "+/=<" }, Call("1")])
            .ShouldBe("""[{"reasoning":2,"protected":"+/=<"},{"tool":0}]""");

    [Fact]
    public void Of_APartThatArenaDoesNotKnow_NamesIt() =>
        TurnLayout.Of([new TextContent("a"), new DataContent("data:text/plain,x")]).ShouldBe("""[{"text":1},{"other":"DataContent"}]""");

    [Fact]
    public void Compose_OfAnyTurn_GivesItsPartsBackAsTheyWere()
    {
        var content = Gen.OneOf<AIContent>(
            Texts.Select(text => (AIContent)new TextContent(text)),
            Texts.SelectMany(text => Texts.Select(seal => (AIContent)new TextReasoningContent(text) { ProtectedData = seal.Length == 0 ? null : seal })),
            Gen.Choose(1, 1000).Select(id => (AIContent)Call($"{id}")));
        Prop.ForAll(content.ListOf().ToArbitrary(), contents =>
        {
            if (TurnLayout.Of(contents) is not { } layout)
                return;
            var text = string.Concat(contents.OfType<TextContent>().Select(part => part.Text));
            var reasoning = string.Concat(contents.OfType<TextReasoningContent>().Select(part => part.Text));

            TurnLayout.Compose(layout, text, reasoning, [.. contents.OfType<FunctionCallContent>()]).Select(Show).ShouldBe(contents.Select(Show));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("""[{"text":9}]""")]
    [InlineData("""[{"tool":1}]""")]
    [InlineData("""{"text":1}""")]
    public void Compose_OfALayoutThatDoesNotFit_SaysSo(string layout) =>
        Should.Throw<InvalidOperationException>(() => TurnLayout.Compose(layout, "a", "", [Call("1")])).Message.ShouldContain("damaged");

    private static Gen<string> Texts => Gen.Elements("", "a", "zwei", "\u4e2d\ud83d\ude00", "{\"x\": \"<\"}");

    private static FunctionCallContent Call(string id) => new(id, "read", new Dictionary<string, object?>());

    private static string Show(AIContent content) => content switch
    {
        TextReasoningContent reasoning => $"reasoning {reasoning.Text} {reasoning.ProtectedData ?? "-"}",
        TextContent text => $"text {text.Text}",
        FunctionCallContent call => $"tool {call.CallId}",
        _ => throw new ArgumentOutOfRangeException(nameof(content)),
    };
}
