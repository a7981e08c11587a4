using Arena.Core.Models;
using Arena.Core.Runs;
using Arena.Core.Storage;

namespace Arena.Core.Tests.Models;

public sealed class PriceTableTests
{
    private static readonly PriceTable Table = new(new DateOnly(2026, 1, 1), 1m, 10m, 0.1m, 2m, "test");

    [Fact]
    public void CostOf_CountsCachedTokensAtTheirOwnPrice() =>
        Table.CostOf(new TokenUsage(1000, 100, CacheRead: 400, CacheWrite: 100)).ShouldBe((500 * 1m + 400 * 0.1m + 100 * 2m + 100 * 10m) / 1_000_000m);

    [Fact]
    public void CostOf_UnknownTokens_IsUnknownAndNotNothing() => Table.CostOf(TokenUsage.Unknown).ShouldBeNull();

    [Fact]
    public void WorstCase_IsNeverBelowTheCost() =>
        Table.WorstCase(1000, 100).ShouldBeGreaterThanOrEqualTo(Table.CostOf(new TokenUsage(1000, 100, CacheWrite: 1000))!.Value);

    [Fact]
    public void UnknownTokens_WrittenAndRead_StayUnknown()
    {
        var turn = new ModelCallCompleted(1, 1, StoredText.Empty, null, [], "stop", TokenUsage.Unknown, null, 1, null, null) { Seq = 1 };

        ((ModelCallCompleted)RunEventJson.Parse(RunEventJson.ToUtf8(turn))).Usage.ShouldBe(TokenUsage.Unknown);
    }

    [Fact]
    public void Sum_WithAnUnknownPart_IsUnknown()
    {
        var sum = new TokenUsage(1, 2) + new TokenUsage(null, 3);

        sum.Input.ShouldBeNull();
        sum.Output.ShouldBe(5);
    }
}
