using System.Text.Json;
using Arena.Core.Tools;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Core.Tests.Tools;

public sealed class ToolArgumentsTests
{
    [Fact]
    public void HasHalfCharacters_OfAnyJson_IsTrueExactlyWhereItsTextCannotBeRead()
    {
        var piece = Gen.Elements("a", " ", "\\\\", "\\\"", "\\n", "\\u0041", "\\ud83d", "\\uD83D", "\\ude00", "\\uDE00", "\ud83d\ude00", "u", "d83d", "\\\\ud83d");
        Prop.ForAll(piece.ListOf().ToArbitrary(), pieces =>
        {
            var json = $"{{\"x\":\"{string.Concat(pieces)}\"}}";
            var readable = true;
            try
            {
                JsonElement.Parse(json).GetProperty("x").GetString();
            }
            catch (InvalidOperationException)
            {
                readable = false;
            }

            ToolArguments.HasHalfCharacters(json).ShouldBe(!readable);
            ToolArguments.TryParse(json, out _).ShouldBe(readable);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }
}
