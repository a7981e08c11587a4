using Arena.Core.Models;

namespace Arena.Core.Tests.Models;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData(ModelFailureKind.Throttled, 8)]
    [InlineData(ModelFailureKind.Overloaded, 6)]
    [InlineData(ModelFailureKind.Network, 6)]
    [InlineData(ModelFailureKind.TimedOut, 3)]
    [InlineData(ModelFailureKind.Malformed, 3)]
    [InlineData(ModelFailureKind.Unknown, 3)]
    [InlineData(ModelFailureKind.ContextTooLong, 1)]
    [InlineData(ModelFailureKind.Filtered, 1)]
    [InlineData(ModelFailureKind.InvalidRequest, 1)]
    [InlineData(ModelFailureKind.AccessDenied, 1)]
    [InlineData(ModelFailureKind.NotFound, 1)]
    public void DelayAfter_OfAKind_EndsAfterItsTries(ModelFailureKind kind, int tries) =>
        Enumerable.Range(1, 20).TakeWhile(attempt => RetryPolicy.DelayAfter(kind, attempt, null, 0.5) is not null).Count().ShouldBe(tries - 1);

    [Fact]
    public void EveryKind_HasItsNumberOfTries() => Enum.GetValues<ModelFailureKind>().Length.ShouldBe(11);

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0.5)]
    [InlineData(3, 0, 4)]
    [InlineData(7, 0, 60)]
    public void DelayAfter_WithoutAProvidersDelay_DoublesUpToAMinuteLessTheJitter(int attempt, double jitter, double seconds) =>
        RetryPolicy.DelayAfter(ModelFailureKind.Throttled, attempt, null, jitter).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(1.5, 0, 1.5)]
    [InlineData(4, 1, 5)]
    [InlineData(100, 1, 110)]
    [InlineData(3600, 0, 300)]
    [InlineData(-5, 1, 0)]
    public void DelayAfter_WithAProvidersDelay_IsNeverShorterNorMuchLonger(double asked, double jitter, double seconds) =>
        RetryPolicy.DelayAfter(ModelFailureKind.Throttled, 1, TimeSpan.FromSeconds(asked), jitter).ShouldBe(TimeSpan.FromSeconds(seconds));
}
