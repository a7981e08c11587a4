using Arena.Core.Models;
using Arena.Core.Models.Gates;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Core.Tests.Models.Gates;

/// <summary>What holds whatever happens. A failing case is told by the seed of its world.</summary>
public sealed class ModelGateLawTests
{
    [Fact]
    public void Limits_AreKept_AndNoPermitIsLost_UnderAnyOrderOfMessagesExpiryAndCrashes()
    {
        var grants = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var world = new GateWorld(seed);
            for (var n = 0; n < 400; n++)
                world.Step();
            world.VerifyNothingIsLost();
            grants += world.Grants;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

        grants.ShouldBeGreaterThan(3_000, "the law must have been tried");
    }

    [Fact]
    public void Everybody_WhoKeepsAsking_IsServed()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), Serve).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    // Askers come at any time, ask when they are told to, and hold their permit for up to 10 s; a third of them dies in the line or with it.
    private static void Serve(int seed)
    {
        const int LongestCall = 10;
        var random = new Random(seed);
        var time = new ManualTime();
        var gate = new ModelGate(time);
        var limit = random.Next(1, 6);
        var caps = new GateCaps(limit, random.Next(2) == 0 ? 60 : null, random.Next(2) == 0 ? 3_000 : null, limit);
        var events = new PriorityQueue<(int Asker, bool Ends), DateTimeOffset>();
        var came = new Dictionary<int, DateTimeOffset>();
        var count = random.Next(20, 80);
        var dead = Enumerable.Range(0, count).Where(_ => random.Next(3) == 0).ToHashSet();
        foreach (var asker in Enumerable.Range(0, count))
            events.Enqueue((asker, false), time.GetUtcNow() + TimeSpan.FromSeconds(random.NextDouble() * 60));

        while (events.TryDequeue(out var next, out var at))
        {
            time.Advance(at > time.GetUtcNow() ? at - time.GetUtcNow() : TimeSpan.Zero);
            var ticket = $"t{next.Asker}";
            if (next.Ends)
            {
                gate.Release(ticket, new PermitOutcome.Succeeded(random.Next(1_000)));
                continue;
            }

            came.TryAdd(next.Asker, at);
            switch (gate.Acquire(new PermitAsk(ticket, $"c{next.Asker % 4}", random.Next(1, 1_000), caps)))
            {
                case PermitAnswer.Granted when dead.Contains(next.Asker):
                    break;
                case PermitAnswer.Granted:
                    came[next.Asker] = DateTimeOffset.MaxValue;
                    events.Enqueue((next.Asker, true), at + TimeSpan.FromSeconds(random.NextDouble() * LongestCall));
                    break;
                case PermitAnswer.Wait wait when !dead.Contains(next.Asker) || random.Next(2) == 0:
                    // A permit is held at most as long as a lease of a dead holder, and stays unused until its next owner asks or
                    // has lost patience; a call may have to wait for the whole minute of the one before it.
                    (at - came[next.Asker]).ShouldBeLessThan((ModelGate.LeaseTime + ModelGate.LongestDelay + ModelGate.Patience + RateWindow.Length) * count);
                    wait.Delay.ShouldBeGreaterThan(TimeSpan.Zero);
                    events.Enqueue((next.Asker, false), at + wait.Delay);
                    break;
            }
        }

        came.Where(asker => !dead.Contains(asker.Key)).ShouldAllBe(asker => asker.Value == DateTimeOffset.MaxValue);
    }
}
