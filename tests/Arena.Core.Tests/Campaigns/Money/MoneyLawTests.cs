using Arena.Core.Runs;

namespace Arena.Core.Tests.Campaigns.Money;

/// <summary>What holds for money whatever happens. A failing trial is told by its seed and can be played again.</summary>
public sealed class MoneyLawTests
{
    [Fact]
    public void Runs_RacingOnACap_NeverOvershootIt_InAnyOfManyHistories()
    {
        var (exhausted, answered, crashes, moves, givenUp, unsettled) = (0, 0, 0, 0, 0, 0);
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var budget = Math.Round(0.02m + (decimal)random.NextDouble() * 1.2m, 3);
            var world = new MoneyWorld(
                seed, runs: 64, budget,
                perRunUsd: random.Next(3) == 0 ? Math.Round(budget / random.Next(2, 40), 4) : null,
                dayUsd: random.Next(3) == 0 ? Math.Round(budget * (decimal)(0.2 + random.NextDouble()), 3) : null,
                faults: random.Next(5) > 0,
                moves: random.Next(2) == 0,
                boastful: random.Next(2) == 0);
            Play(world, seed);
            exhausted += world.Ends.Any(run => run.Answered?.Ending == RunEnding.BudgetExhausted) ? 1 : 0;
            answered += world.Ends.Count(run => run.Answered?.Ending == RunEnding.Answered);
            crashes += world.Crashes;
            moves += world.Moves;
            givenUp += world.GivenUp;
            unsettled += world.Ends.Count(run => run.AllTotals.UnsettledUsd > 0);
        }

        // The law must have been tried: not everything fitted, not nothing, and everything that can happen did.
        exhausted.ShouldBeGreaterThan(100);
        answered.ShouldBeGreaterThan(2_000);
        crashes.ShouldBeGreaterThan(1_000);
        moves.ShouldBeGreaterThan(500);
        givenUp.ShouldBeGreaterThan(500);
        unsettled.ShouldBeGreaterThan(500);
    }

    private static void Play(MoneyWorld world, int seed)
    {
        try
        {
            world.Play();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Trial {seed} failed: {e.Message}", e);
        }
    }
}
