using Arena.Core.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Core.Tests.Models;

public sealed class PermitPoolTests
{
    private readonly ManualTime time = new();
    private readonly PermitPool pool;

    public PermitPoolTests() => pool = new PermitPool(time);

    [Fact]
    public void Acquire_WithAllPermitsOut_WaitsInOrder()
    {
        pool.Acquire("a", 1).ShouldBeOfType<PermitAnswer.Granted>();
        pool.Acquire("b", 1).ShouldBeOfType<PermitAnswer.Wait>();
        pool.Acquire("c", 1).ShouldBeOfType<PermitAnswer.Wait>();
        pool.Release("a");

        pool.Acquire("c", 1).ShouldBeOfType<PermitAnswer.Wait>("b asked first");
        pool.Acquire("b", 1).ShouldBeOfType<PermitAnswer.Granted>();
    }

    [Fact]
    public void Acquire_AgainAfterALostAnswer_TakesNoSecondPermit()
    {
        pool.Acquire("a", 2);
        pool.Acquire("a", 2);

        pool.Leased.ShouldBe(1);
    }

    [Fact]
    public void Lease_ThatNobodyRenews_ComesBack_AndARenewedOneStays()
    {
        pool.Acquire("a", 1);
        time.Advance(PermitPool.LeaseTime - TimeSpan.FromSeconds(1));
        pool.Renew("a").ShouldBeTrue();
        time.Advance(PermitPool.LeaseTime - TimeSpan.FromSeconds(1));
        pool.Acquire("b", 1).ShouldBeOfType<PermitAnswer.Wait>();
        time.Advance(TimeSpan.FromSeconds(2));

        pool.Acquire("b", 1).ShouldBeOfType<PermitAnswer.Granted>();
        pool.Renew("a").ShouldBeFalse();
    }

    [Fact]
    public void PlaceInTheQueue_ThatNobodyAsksFor_IsGivenUp()
    {
        pool.Acquire("a", 1);
        pool.Acquire("dead", 1);
        pool.Acquire("b", 1);
        pool.Release("a");
        time.Advance(TimeSpan.FromSeconds(11));

        pool.Acquire("b", 1).ShouldBeOfType<PermitAnswer.Granted>();
    }

    [Fact]
    public void Permits_UnderAnyOrderOfCalls_AreNeverMoreThanAllowed()
    {
        var call = from run in Gen.Choose(1, 8) from what in Gen.Choose(0, 3) from seconds in Gen.Choose(0, 40) select (run, what, seconds);
        Prop.ForAll(call.ListOf().ToArbitrary(), calls =>
        {
            var clock = new ManualTime();
            var permits = new PermitPool(clock);
            var held = new Dictionary<string, DateTimeOffset>();
            foreach (var (run, what, seconds) in calls)
            {
                clock.Advance(TimeSpan.FromSeconds(seconds));
                var name = $"{run}";
                if (what == 0)
                {
                    permits.Release(name);
                    held.Remove(name);
                }
                else if (what == 1 && permits.Renew(name))
                {
                    held[name] = clock.GetUtcNow() + PermitPool.LeaseTime;
                }
                else if (permits.Acquire(name, 3) is PermitAnswer.Granted)
                {
                    held[name] = clock.GetUtcNow() + PermitPool.LeaseTime;
                }

                held.Values.Count(expires => expires > clock.GetUtcNow()).ShouldBeLessThanOrEqualTo(3);
            }
        }).QuickCheckThrowOnFailure();
    }
}
