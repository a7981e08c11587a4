using Arena.Core.Models.Dialects;
using Arena.Core.Tools;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using static Arena.Core.Tests.Models.Dialects.DialectGenerators;

namespace Arena.Core.Tests.Models.Dialects;

/// <summary>What is rendered is parsed as it was, whole and in pieces; and what a model may write never throws.</summary>
public sealed class DialectRoundTripTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(400);

    public static TheoryData<string> Texts => [.. ToolDialects.Names.Where(name => ToolDialects.Find(name) is not null)];

    private static Gen<string> Said => Gen.Elements("", "I look at it.", "two\nlines", "a `span` and ``another ` one``", "```py\nprint(1)\n```", "<think>hm</think>", "a < b > c");

    [Theory]
    [MemberData(nameof(Texts))]
    public void Parse_OfRenderedCalls_GivesTheSameCalls(string name)
    {
        var dialect = ToolDialects.Find(name)!;
        Prop.ForAll(Turns(name).ToArbitrary(), turn =>
            dialect.Parse(dialect.RenderTurn(turn.Said, turn.Calls), ToolsFor(turn.Calls)).Select(Show).ShouldBe(turn.Calls.Select(Show)))
            .Check(Config);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task GetStreamingResponse_InAnyPieces_GivesTheSameAsWhole(string name)
    {
        var dialect = ToolDialects.Find(name)!;
        var noise = Noise.Select(text => (Text: text, Tools: (DialectCall[])[]));
        var texts = Gen.OneOf(noise, Turns(name).Select(turn => (Text: dialect.RenderTurn(turn.Said, turn.Calls), Tools: turn.Calls)));
        var cut = from text in texts from pieces in Gen.Choose(1, 9).ArrayOf(40) select (text, pieces);
        var samples = cut.Sample(300, 20);
        foreach (var ((text, calls), pieces) in samples)
        {
            var client = new SayingClient(new TextContent(text)) { Pieces = pieces }.UseDialect(name);
            var schema = Element(new { type = "object" });
            var options = new ChatOptions { Tools = [.. calls.Select(call => call.Name).Append("read_file").Select(tool => AIFunctionFactory.CreateDeclaration(tool, "", schema))] };
            ChatMessage[] asked = [new(ChatRole.User, "go")];

            var whole = await client.GetResponseAsync(asked, options, CancellationToken.None);
            var streamed = await client.GetStreamingResponseAsync(asked, options, CancellationToken.None).ToChatResponseAsync(CancellationToken.None);

            streamed.Text.ShouldBe(text);
            whole.Text.ShouldBe(text);
            streamed.Messages.Count.ShouldBe(1);
            Contents(streamed).ShouldBe(Contents(whole));
            streamed.FinishReason.ShouldBe(whole.FinishReason);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Parse_OfAnyText_GivesCallsThatAreReadOrSayWhyNot(string name)
    {
        var dialect = ToolDialects.Find(name)!;
        var tools = DialectTools.Named(["read_file", "f"]);
        Prop.ForAll(Noise.ToArbitrary(), text =>
        {
            foreach (var call in dialect.Parse(text, tools))
            {
                (call.Raw is null).ShouldBe(call.Problem is null);
                call.Name.ShouldNotBeEmpty();
                if (call.Raw is not { } raw)
                    continue;
                ToolArguments.TryParse(raw, out _).ShouldBeFalse("the loop would carry it out");
                text.ShouldContain(raw);
                dialect.ProblemOf(text, raw, tools).ShouldNotBeNull();
            }
        }).Check(Config.WithMaxTest(2_000));
    }

    [Fact]
    public void Parse_OfQwenValuesWithClosingTags_CarriesNoneOutThatWasNotWritten()
    {
        var dialect = ToolDialects.Find("qwen3-coder-xml")!;
        Prop.ForAll(QwenCalls(ClosingTexts).ToArbitrary(), calls =>
        {
            var originals = calls.Select(Show).ToList();
            foreach (var read in dialect.Parse(dialect.RenderTurn("", calls), ToolsFor(calls)).Where(call => call.Problem is null).Select(Show))
            {
                originals.ShouldContain(read);
                originals.RemoveRange(0, originals.IndexOf(read) + 1);
            }
        }).Check(Config.WithMaxTest(2_000));
    }

    [Fact]
    public void Parse_OfAQwenValueThatHoldsWholeCalls_CarriesThem()
    {
        var dialect = ToolDialects.Find("qwen3-coder-xml")!;
        var nested =
            from inner in QwenCalls(DialectGenerators.Texts)
            from around in Said
            select (DialectCall[])[new DialectCall("write_file", Element(new Dictionary<string, string> { ["path"] = "a.md", ["content"] = $"{around}\n{dialect.RenderTurn("", inner)}\n{around}" }))];
        Prop.ForAll(nested.ToArbitrary(), calls =>
            dialect.Parse(dialect.RenderTurn("Now.", calls), ToolsFor(calls)).Select(Show).ShouldBe(calls.Select(Show)))
            .Check(Config);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Parse_OfAModelThatRepeatsItself_TakesRoomInProportionToTheText(string name)
    {
        var dialect = ToolDialects.Find(name)!;
        var tools = DialectTools.Named(["f"]);
        string[] repeated = ["<tool_call>{\"", "<tool_call>\n", "<tool_call>\n<function=f>\n<parameter=a>\n", "<function=f>\n", "</function>\n", "```json\n{\n", "```json\n{\"tool\": \"a\"\n", "```py\n", "Action: f\nAction Input: {\n", "Action: f\n", "<think>", "``a`\n"];
        foreach (var text in repeated.Select(piece => string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length))))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            dialect.Parse(text, tools);

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_500L * text.Length, text[..20]);
        }
    }

    private static Gen<Turn> Turns(string dialect) =>
        from said in Said
        from calls in dialect switch
        {
            "qwen3-coder-xml" => QwenCalls(DialectGenerators.Texts),
            "react" => Some(Calls(Names, WildNames, ClosingTexts)),
            _ => Some(Calls(WildNames, WildNames, ClosingTexts)),
        }
        select new Turn(said, calls);

    // Names of their own, so that each call has its own types.
    private static Gen<DialectCall[]> QwenCalls(Gen<string> texts) =>
        Some(Calls(Names, Names, texts)).Select(calls => (DialectCall[])[.. calls.Select((call, i) => call with { Name = $"{call.Name}_{i}" })]);

    private static Gen<DialectCall[]> Some(Gen<DialectCall> calls) => Gen.Choose(1, 3).SelectMany(count => calls.ArrayOf(count));

    private static IEnumerable<string> Contents(ChatResponse response) => response.Messages.SelectMany(message => message.Contents).Select(content => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => $"{call.CallId} {call.Name} {DialectCall.Of(call).ArgumentText}",
        _ => content.GetType().Name,
    });

    private sealed record Turn(string Said, DialectCall[] Calls);
}
