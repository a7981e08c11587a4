using Arena.Core.Models.Gates;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Core.Tests.Models.Gates;

public sealed class RateWindowTests
{
    [Fact]
    public void Call_CountsForAMinuteAndNotMuchLonger()
    {
        var window = new RateWindow();
        window.Advance(TimeSpan.FromMilliseconds(12_345));
        window.Add(100);

        window.Advance(TimeSpan.FromMilliseconds(72_344));
        (window.Requests, window.Tokens).ShouldBe((1, 100));
        window.Advance(TimeSpan.FromMilliseconds(72_400));
        (window.Requests, window.Tokens).ShouldBe((0, 0));
    }

    [Fact]
    public void Settle_PutsTheRealTokensInPlace_AndIsLateForACallThatNoLongerCounts()
    {
        var window = new RateWindow();
        var slot = window.Add(1000);
        window.Settle(slot, 1000, 40);
        window.Tokens.ShouldBe(40);

        window.Advance(TimeSpan.FromSeconds(61));
        window.Add(7);
        window.Settle(slot, 40, 5000);
        window.Remove(slot, 40);
        (window.Requests, window.Tokens).ShouldBe((1, 7));
    }

    [Fact]
    public void WhenDownTo_TellsTheMomentAndIsRight()
    {
        var window = new RateWindow();
        foreach (var second in Enumerable.Range(0, 10))
        {
            window.Advance(TimeSpan.FromSeconds(second));
            window.Add(100);
        }

        window.WhenDownTo(10, 1000).ShouldBeNull();
        var when = window.WhenDownTo(10, 700).ShouldNotBeNull();
        window.Advance(when - TimeSpan.FromTicks(1));
        window.Tokens.ShouldBe(800);
        window.Advance(when);
        window.Tokens.ShouldBe(700);
        window.WhenDownTo(3, 700).ShouldBe(TimeSpan.FromSeconds(66.1));
    }

    [Fact]
    public void Sums_AreNeverLessThanWhatLeftInTheMinuteBefore()
    {
        var step = from wait in Gen.Frequency((6, Gen.Choose(0, 700)), (1, Gen.Choose(0, 130_000))) from tokens in Gen.Choose(0, 50) select (wait, tokens);
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var window = new RateWindow();
            var now = TimeSpan.Zero;
            var left = new List<(TimeSpan At, int Tokens)>();
            foreach (var (wait, tokens) in steps)
            {
                now += TimeSpan.FromMilliseconds(wait);
                window.Advance(now);
                left.RemoveAll(call => now - call.At >= RateWindow.Length + TimeSpan.FromMilliseconds(100));
                window.Add(tokens);
                left.Add((now, tokens));

                var minute = left.Where(call => now - call.At < RateWindow.Length).ToList();
                window.Requests.ShouldBeInRange(minute.Count, left.Count);
                window.Tokens.ShouldBeInRange(minute.Sum(call => call.Tokens), left.Sum(call => call.Tokens));
            }
        }).QuickCheckThrowOnFailure();
    }
}
