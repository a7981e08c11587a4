using Arena.Core.Models.Gates;

namespace Arena.Core.Tests.Models.Gates;

/// <summary>The adaptive law as the table that it is.</summary>
public sealed class AdaptiveLimitTests
{
    private TimeSpan now;

    [Theory]
    [InlineData(20, 200, new[] { 40, 80, 160, 200, 200 })]
    [InlineData(20, 30, new[] { 30, 30 })]
    [InlineData(1, 200, new[] { 2, 4, 8, 16, 32, 64, 128, 200 })]
    public void CleanRounds_BeforeTheFirstThrottle_DoubleUpToTheCap(int start, int cap, int[] limits)
    {
        var adaptive = new AdaptiveLimit(start);

        foreach (var limit in limits)
        {
            Round(adaptive, cap);
            adaptive.Limit.ShouldBe(limit);
        }
    }

    [Theory]
    [InlineData(20, new[] { 16, 12, 9, 7, 5, 4, 3, 2, 1, 1 })]
    [InlineData(200, new[] { 160, 128, 102, 81 })]
    public void Episodes_OfThrottling_ShrinkTheLimitAndNeverBelowOne(int start, int[] limits)
    {
        var adaptive = new AdaptiveLimit(start);

        foreach (var limit in limits)
        {
            adaptive.Throttled(null, now);
            adaptive.Limit.ShouldBe(limit);
            now += AdaptiveLimit.CoolDown;
        }
    }

    [Theory]
    [InlineData(20, new[] { 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 42, 44 })]
    [InlineData(125, new[] { 105, 110, 115, 120, 126, 132 })]
    public void CleanRounds_AfterAThrottle_GrowByAFewPercent(int start, int[] limits)
    {
        var adaptive = new AdaptiveLimit(start);
        adaptive.Throttled(null, now);
        now += AdaptiveLimit.CoolDown;

        foreach (var limit in limits)
        {
            Round(adaptive, 1000);
            adaptive.Limit.ShouldBe(limit);
        }
    }

    [Fact]
    public void Throttles_WithinTheCoolDown_AreOneEpisode()
    {
        var adaptive = new AdaptiveLimit(100);

        for (var i = 0; i < 30; i++)
            adaptive.Throttled(null, now += TimeSpan.FromMilliseconds(499));

        adaptive.Limit.ShouldBe(80);
        adaptive.Episodes.ShouldBe(1);
        adaptive.Throttled(null, now + TimeSpan.FromSeconds(1));
        (adaptive.Limit, adaptive.Episodes).ShouldBe((64, 2));
    }

    [Fact]
    public void Round_WithAThrottleIn_IsNotClean()
    {
        var adaptive = new AdaptiveLimit(4);
        Succeed(adaptive, 3);
        adaptive.Throttled(null, now);
        now += AdaptiveLimit.CoolDown;
        adaptive.Limit.ShouldBe(3);

        Succeed(adaptive, 2);
        adaptive.Limit.ShouldBe(3);
        adaptive.Reached();
        Succeed(adaptive, 1);
        adaptive.Limit.ShouldBe(4);
    }

    [Fact]
    public void Calls_ThatWereGrantedBeforeTheLastChange_SayNothingOfTheNewLimit()
    {
        var adaptive = new AdaptiveLimit(4);
        var before = adaptive.Round;
        Round(adaptive, 100);
        adaptive.Reached();

        for (var i = 0; i < 100; i++)
            adaptive.Succeeded(before, 100, now);

        adaptive.Limit.ShouldBe(8);
    }

    [Fact]
    public void Calls_ThatComeBackWithinTheCoolDown_DoNotCount()
    {
        var adaptive = new AdaptiveLimit(10);
        adaptive.Throttled(null, now);
        adaptive.Reached();

        now += AdaptiveLimit.CoolDown - TimeSpan.FromMilliseconds(1);
        Succeed(adaptive, 100);
        adaptive.Limit.ShouldBe(8);

        now += TimeSpan.FromMilliseconds(1);
        Succeed(adaptive, 8);
        adaptive.Limit.ShouldBe(9);
    }

    [Fact]
    public void Limit_ThatNobodyReached_StaysAsItIs()
    {
        var adaptive = new AdaptiveLimit(20);

        Succeed(adaptive, 1000);
        adaptive.Limit.ShouldBe(20);

        adaptive.Reached();
        Succeed(adaptive, 20);
        adaptive.Limit.ShouldBe(40);
    }

    [Fact]
    public void Pause_WithoutAServersDelay_DoublesWithEpisodesThatNoCleanRoundCameBetween()
    {
        var adaptive = new AdaptiveLimit(2);
        foreach (var seconds in new[] { 2, 4, 8, 16, 32, 60, 60 })
        {
            now += TimeSpan.FromMinutes(2);
            adaptive.Throttled(null, now);
            (adaptive.PausedUntil - now).ShouldBe(TimeSpan.FromSeconds(seconds));
        }

        now += TimeSpan.FromMinutes(2);
        Round(adaptive, 2);
        adaptive.Throttled(null, now);
        (adaptive.PausedUntil - now).ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(7_000, 7_000)]
    [InlineData(0, 2_000)]
    [InlineData(-5, 2_000)]
    [InlineData(30 * 24 * 3_600_000L, 3_600_000)]
    public void Pause_WithAServersDelay_IsThatDelayUpToAnHour(long asked, long paused)
    {
        var adaptive = new AdaptiveLimit(20);

        adaptive.Throttled(TimeSpan.FromMilliseconds(asked), now);

        adaptive.PausedUntil.ShouldBe(now + TimeSpan.FromMilliseconds(paused));
        adaptive.IsPaused(now + TimeSpan.FromMilliseconds(paused - 1)).ShouldBeTrue();
        adaptive.IsPaused(now + TimeSpan.FromMilliseconds(paused)).ShouldBeFalse();
    }

    [Fact]
    public void Pause_IsNeverMadeShorterByALaterThrottle()
    {
        var adaptive = new AdaptiveLimit(20);
        adaptive.Throttled(TimeSpan.FromSeconds(50), now);
        adaptive.Throttled(TimeSpan.FromSeconds(1), now + TimeSpan.FromSeconds(3));

        adaptive.PausedUntil.ShouldBe(now + TimeSpan.FromSeconds(50));
    }

    private void Round(AdaptiveLimit adaptive, int cap)
    {
        adaptive.Reached();
        Succeed(adaptive, adaptive.Limit, cap);
    }

    private void Succeed(AdaptiveLimit adaptive, int calls, int cap = 1000)
    {
        for (var i = 0; i < calls; i++)
            adaptive.Succeeded(adaptive.Round, cap, now);
    }
}
