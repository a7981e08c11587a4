using Arena.Core.Models;
using Arena.Core.Models.Gates;

namespace Arena.Core.Tests.Models.Gates;

public sealed class ModelGateTests
{
    private static readonly GateCaps One = new(1, null, null, 1);
    private readonly ManualTime time = new();
    private readonly ModelGate gate;

    public ModelGateTests() => gate = new ModelGate(time);

    [Fact]
    public void Acquire_WithAllPermitsOut_WaitsInOrder()
    {
        Granted("a");
        Waits("b");
        Waits("c");
        Release("a");

        Waits("c");
        Granted("b");
    }

    [Fact]
    public void Acquire_AgainAfterALostAnswer_AnswersTheSameLeaseAndKeepsIt()
    {
        var first = Granted("a");
        time.Advance(TimeSpan.FromSeconds(59));
        var again = Granted("a");

        again.Lease.ShouldBe(first.Lease);
        again.Expires.ShouldBe(time.GetUtcNow() + ModelGate.LeaseTime);
        gate.InUse.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(59));
        Waits("b");
    }

    [Fact]
    public void Acquire_UnderATicketThatWasGivenBack_IsRefused()
    {
        Granted("a");
        Release("a");

        Should.Throw<InvalidOperationException>(() => Ask("a")).Message.ShouldContain("Ticket a was given back");
    }

    [Fact]
    public void Release_Twice_GivesOnePermitBackAndCountsOnce()
    {
        Granted("a", caps: new GateCaps(20, null, null, 10));
        Granted("b", caps: new GateCaps(20, null, null, 10));
        gate.Release("a", new PermitOutcome.Throttled(TimeSpan.FromSeconds(1)));
        time.Advance(AdaptiveLimit.CoolDown);
        gate.Release("a", new PermitOutcome.Throttled(TimeSpan.FromSeconds(1)));

        gate.InUse.ShouldBe(1);
        gate.Snapshot().Throttles.ShouldBe(1);
    }

    [Fact]
    public void Lease_ThatNobodyRenews_ComesBack_AndARenewedOneOutlivesACallOfTenMinutes()
    {
        Granted("a");
        for (var s = 0; s < 600; s += 50)
        {
            time.Advance(TimeSpan.FromSeconds(50));
            gate.Renew("a").ShouldBeTrue();
            Waits("b");
        }

        time.Advance(ModelGate.LeaseTime);
        Granted("c");
    }

    [Fact]
    public void Release_AfterTheLeaseLapsed_CountsItsOutcomeOnceAndFreesNothing()
    {
        var caps = new GateCaps(2, null, null, 2);
        Granted("a", caps: caps);
        time.Advance(ModelGate.LeaseTime);
        Granted("b", caps: caps);
        Granted("c", caps: caps);
        gate.Release("a", new PermitOutcome.Throttled(null));
        gate.Release("a", new PermitOutcome.Throttled(null));

        gate.InUse.ShouldBe(2);
        var now = gate.Snapshot();
        (now.Throttles, now.Limit).ShouldBe((1, 1));
    }

    [Fact]
    public void Renew_OfALapsedLease_IsCountedAgainAlsoPastTheLimit()
    {
        Granted("a");
        time.Advance(ModelGate.LeaseTime);
        Granted("b");

        gate.Renew("a").ShouldBeTrue();
        gate.InUse.ShouldBe(2);
        Release("b");
        Waits("c");
        Release("a");
        Granted("c");
    }

    [Fact]
    public void Renew_OfALeaseFromBeforeTheGateMoved_IsCounted_AndOneThatWasGivenBackIsNot()
    {
        gate.Renew("elsewhere").ShouldBeTrue();
        Waits("a");
        Release("elsewhere");
        gate.Renew("elsewhere").ShouldBeFalse();
        gate.Renew("a").ShouldBeFalse("it only waits");
        Granted("a");
    }

    [Fact]
    public void PlaceInTheLine_ThatNobodyAsksFor_IsGivenUp()
    {
        Granted("a");
        Waits("dead");
        time.Advance(TimeSpan.FromSeconds(14));
        Waits("b");
        Release("a");
        time.Advance(TimeSpan.FromSeconds(2));

        Granted("b");
    }

    [Fact]
    public void Permit_ThatIsKeptForSomebodySilent_GoesToTheNext()
    {
        Granted("a");
        Waits("dead");
        var wait = Waits("b");
        Release("a");
        gate.InUse.ShouldBe(1, "kept for the one whose turn it is");

        time.Advance(wait.Delay + ModelGate.Patience - TimeSpan.FromSeconds(1));
        Waits("b");
        time.Advance(TimeSpan.FromSeconds(2));
        Granted("b");
    }

    [Fact]
    public void Release_OfATicketThatWaits_GivesThePlaceUp()
    {
        Granted("a");
        Waits("b");
        Waits("c");
        Release("b");
        gate.Snapshot().Waiting.ShouldBe(1);
        Release("a");
        Granted("c");
    }

    [Fact]
    public void Campaigns_AreServedInTurn()
    {
        Granted("first");
        foreach (var n in Enumerable.Range(1, 100))
            Waits($"large{n}", "large");
        Waits("small1", "small");
        Waits("small2", "small");

        var served = new List<string>();
        var last = "first";
        foreach (var _ in Enumerable.Range(0, 5))
        {
            Release(last);
            last = Enumerable.Range(1, 100).Select(n => (Ticket: $"large{n}", Campaign: "large"))
                .Append((Ticket: "small1", Campaign: "small")).Append((Ticket: "small2", Campaign: "small"))
                .Where(asker => !served.Contains(asker.Ticket)).First(asker => Ask(asker.Ticket, asker.Campaign) is PermitAnswer.Granted).Ticket;
            served.Add(last);
        }

        served.ShouldBe(["large1", "small1", "large2", "small2", "large3"]);
    }

    [Fact]
    public void RequestsPerMinute_AreKept_AndTheDelayTellsWhenToComeBack()
    {
        var caps = new GateCaps(100, 3, null, 100);
        foreach (var n in Enumerable.Range(0, 3))
        {
            Granted($"a{n}", caps: caps);
            Release($"a{n}");
            time.Advance(TimeSpan.FromSeconds(1));
        }

        var wait = Waits("b", caps: caps);
        wait.Delay.ShouldBe(TimeSpan.FromSeconds(57.1));
        time.Advance(wait.Delay - TimeSpan.FromMilliseconds(1));
        Waits("b", caps: caps);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Granted("b", caps: caps);
    }

    [Fact]
    public void TokensPerMinute_AreReservedAndSettledWithWhatWasUsed()
    {
        var caps = new GateCaps(100, null, 10_000, 100);
        Granted("a", tokens: 6_000, caps: caps);
        Waits("b", tokens: 6_000, caps: caps);
        gate.Snapshot().TokensLastMinute.ShouldBe(6_000);
        gate.Release("a", new PermitOutcome.Succeeded(900));

        Granted("b", tokens: 6_000, caps: caps);
        gate.Snapshot().TokensLastMinute.ShouldBe(6_900);
        gate.Release("b", new PermitOutcome.Succeeded(null));
        gate.Snapshot().TokensLastMinute.ShouldBe(6_900, "nobody knows what it took");
        Granted("c", tokens: 3_100, caps: caps);
        gate.Release("c", new PermitOutcome.Failed(0));
        gate.Snapshot().TokensLastMinute.ShouldBe(6_900);
    }

    [Fact]
    public void Call_LargerThanAMinuteAllows_TakesAWholeMinute_AndIsNotOvertaken()
    {
        var caps = new GateCaps(100, null, 10_000, 100);
        Granted("a", tokens: 100, caps: caps);
        Release("a");
        Waits("huge", tokens: 25_000, caps: caps);
        var wait = Waits("small", tokens: 10, caps: caps);

        time.Advance(TimeSpan.FromSeconds(5));
        Waits("small", tokens: 10, caps: caps);
        time.Advance(wait.Delay);
        Granted("huge", tokens: 25_000, caps: caps);
        gate.Snapshot().TokensLastMinute.ShouldBe(10_000);
        Waits("small", tokens: 10, caps: caps);
    }

    [Fact]
    public void Throttle_PausesTheModelForAll_AndTheDelayTellsTheEnd()
    {
        var caps = new GateCaps(20, null, null, 20);
        Granted("a", caps: caps);
        gate.Release("a", new PermitOutcome.Throttled(TimeSpan.FromSeconds(7)));

        var wait = Waits("b", "other", caps: caps);
        wait.Delay.ShouldBeInRange(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8));
        gate.Snapshot().PausedUntil.ShouldBe(time.GetUtcNow() + TimeSpan.FromSeconds(7));
        time.Advance(TimeSpan.FromSeconds(7) - TimeSpan.FromMilliseconds(1));
        Waits("b", "other", caps: caps);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Granted("b", "other", caps: caps);
        gate.Snapshot().PausedUntil.ShouldBeNull();
    }

    [Fact]
    public void Throttle_TakesBackWhatWasPromised_AndKeepsTheOrder()
    {
        var caps = new GateCaps(5, null, null, 5);
        foreach (var n in Enumerable.Range(0, 5))
            Granted($"a{n}", caps: caps);
        foreach (var n in Enumerable.Range(0, 4))
            Waits($"b{n}", caps: caps);
        foreach (var n in Enumerable.Range(0, 3))
            Release($"a{n}");
        gate.InUse.ShouldBe(5, "three are kept for those who wait");
        gate.Release("a3", new PermitOutcome.Throttled(TimeSpan.FromSeconds(1)));

        gate.InUse.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(1));
        Granted("b0", caps: caps);
        Granted("b1", caps: caps);
        Granted("b2", caps: caps);
        Waits("b3", caps: caps);
    }

    [Fact]
    public void Overload_ShrinksNothing()
    {
        var caps = new GateCaps(20, null, null, 20);
        foreach (var n in Enumerable.Range(0, 50))
        {
            Granted($"a{n}", caps: caps);
            gate.Release($"a{n}", n % 2 == 0 ? new PermitOutcome.Overloaded(0) : new PermitOutcome.Failed(null));
        }

        var now = gate.Snapshot();
        (now.Limit, now.PausedUntil, now.Throttles).ShouldBe((20, null, 0));
    }

    [Fact]
    public void Limit_GrowsWithCleanRounds()
    {
        var caps = new GateCaps(50, null, null, 20);
        FillAndSucceed("r1", 20);
        gate.Snapshot().Limit.ShouldBe(40);
        FillAndSucceed("r2", 40);
        gate.Snapshot().Limit.ShouldBe(50, "the card's cap");

        void FillAndSucceed(string round, int calls)
        {
            foreach (var n in Enumerable.Range(0, calls))
                Granted($"{round}-{n}", caps: caps);
            Waits($"{round}-x", caps: caps);
            Release($"{round}-x");
            foreach (var n in Enumerable.Range(0, calls))
                Release($"{round}-{n}");
        }
    }

    [Fact]
    public void Cards_ThatDisagree_AreEachKeptTo_AndTheStricterDoesNotStarve()
    {
        var loose = new GateCaps(10, null, null, 10);
        foreach (var n in Enumerable.Range(0, 4))
            Granted($"loose{n}", "loose", caps: loose);
        Waits("strict", "strict", caps: new GateCaps(2, null, null, 2));
        Waits("loose4", "loose", caps: loose);
        foreach (var n in Enumerable.Range(0, 3))
            Release($"loose{n}");

        Granted("strict", "strict", caps: new GateCaps(2, null, null, 2));
        Granted("loose4", "loose", caps: loose);
    }

    [Theory]
    [InlineData(null, true, 200, 20)]
    [InlineData(8, true, 8, 8)]
    [InlineData(500, true, 500, 20)]
    [InlineData(null, false, 200, 200)]
    [InlineData(5000, false, 5000, 5000)]
    public void Caps_OfAModel_AreItsCards(int? concurrency, bool isReal, int most, int start)
    {
        var model = new ModelReference("c", "sha256-c", "p", "m", 100, null, concurrency, null, null, 60, 90_000, null, isReal ? ModelConnection.Default : null);

        GateCaps.Of(model).ShouldBe(new GateCaps(most, 60, 90_000, start));
    }

    [Theory]
    [InlineData(null, null, "p|m|")]
    [InlineData("us-east-1", null, "p|m|us-east-1")]
    [InlineData(null, "http://localhost:1", "p|m|http://localhost:1")]
    [InlineData("us-east-1", "http://localhost:1", "p|m|us-east-1@http://localhost:1")]
    public void Key_OfAModel_IsItsProviderModelAndPlace(string? region, string? endpoint, string key) =>
        GateKey.Of(new ModelReference("c", "sha256-c", "p", "m", 100, null, null, null, Connection: new ModelConnection(endpoint, region))).ToString().ShouldBe(key);

    private PermitAnswer Ask(string ticket, string campaign = "c", long tokens = 100, GateCaps? caps = null) =>
        gate.Acquire(new PermitAsk(ticket, campaign, tokens, caps ?? One));

    private PermitAnswer.Granted Granted(string ticket, string campaign = "c", long tokens = 100, GateCaps? caps = null) =>
        Ask(ticket, campaign, tokens, caps).ShouldBeOfType<PermitAnswer.Granted>();

    private PermitAnswer.Wait Waits(string ticket, string campaign = "c", long tokens = 100, GateCaps? caps = null) =>
        Ask(ticket, campaign, tokens, caps).ShouldBeOfType<PermitAnswer.Wait>();

    private void Release(string lease) => gate.Release(lease, new PermitOutcome.Succeeded(50));
}
