using Arena.Core.Campaigns;
using Arena.Core.Runs;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Core.Tests.Campaigns;

public sealed class BudgetTests
{
    private static readonly RunKey A = new("c", "t", 1);
    private static readonly RunKey B = new("c", "t", 2);

    [Fact]
    public void Reserve_BeyondTheCap_IsRefused_AndBeyondOthersReservationsWaits()
    {
        var budget = new Budget("campaign", 1.00m);

        budget.Reserve(A, new RunSpend(1, 0m, 0m), 0.60m).ShouldBeOfType<BudgetAnswer.Reserved>();
        budget.Reserve(B, new RunSpend(1, 0m, 0m), 0.60m).ShouldBeOfType<BudgetAnswer.Wait>();
        budget.Report(A, new RunSpend(2, 0.10m, 0m));
        budget.Reserve(B, new RunSpend(1, 0m, 0m), 0.60m).ShouldBeOfType<BudgetAnswer.Reserved>();
        budget.Report(B, new RunSpend(2, 0m, 0.60m));
        budget.Reserve(A, new RunSpend(2, 0.10m, 0m), 0.31m).ShouldBeOfType<BudgetAnswer.Refused>("unsettled money may have been billed");

        (budget.SettledUsd, budget.UnsettledUsd, budget.ReservedUsd).ShouldBe((0.10m, 0.60m, 0m));
    }

    [Fact]
    public void Report_LostRepeatedOrLate_ChangesNothing()
    {
        var budget = new Budget("campaign", 1m);
        budget.Report(A, new RunSpend(9, 0.50m, 0.10m));
        budget.Report(A, new RunSpend(9, 0.50m, 0.10m));
        budget.Report(A, new RunSpend(4, 0.20m, 0m));

        (budget.SettledUsd, budget.UnsettledUsd).ShouldBe((0.50m, 0.10m));
    }

    [Fact]
    public void Reserve_AgainAfterALostAnswer_ReservesOnce()
    {
        var budget = new Budget("campaign", 1m);
        budget.Reserve(A, new RunSpend(1, 0m, 0m), 0.40m);
        budget.Reserve(A, new RunSpend(1, 0m, 0m), 0.40m);

        budget.ReservedUsd.ShouldBe(0.40m);
    }

    [Fact]
    public void Reserve_BeyondTheCapPerRun_IsRefusedAndNamesIt()
    {
        var budget = new Budget("campaign", 10m, 1m);
        budget.Report(A, new RunSpend(3, 0.50m, 0.30m));

        budget.Reserve(A, new RunSpend(3, 0.50m, 0.30m), 0.21m).ShouldBe(
            new BudgetAnswer.Refused("The next call may cost $0.21; of the run's $1, $0.8 is spent."));
        budget.Reserve(A, new RunSpend(3, 0.50m, 0.30m), 0.20m).ShouldBeOfType<BudgetAnswer.Reserved>();
        budget.Reserve(B, new RunSpend(1, 0m, 0m), 1m).ShouldBeOfType<BudgetAnswer.Reserved>();
    }

    [Fact]
    public void OpenCall_IsReserved_AndOthersWaitForItInsteadOfGivingUp()
    {
        var budget = new Budget("day", 1m);
        budget.Reserve(A, new RunSpend(1, 0m, 0m), 0.60m);
        budget.Confirm(A, new RunSpend(2, 0m, 0m, 0.60m)).ShouldBeTrue();

        (budget.UnsettledUsd, budget.ReservedUsd).ShouldBe((0m, 0.60m));
        budget.Reserve(B, new RunSpend(1, 0m, 0m), 0.50m).ShouldBeOfType<BudgetAnswer.Wait>();
        budget.Report(A, new RunSpend(3, 0.10m, 0m));
        budget.Reserve(B, new RunSpend(1, 0m, 0m), 0.50m).ShouldBeOfType<BudgetAnswer.Reserved>();
    }

    [Fact]
    public void Confirm_OfACallThatABudgetElsewhereGranted_HoldsWhereItFits()
    {
        var moved = new Budget("campaign", 1m);
        moved.Reserve(B, new RunSpend(1, 0m, 0m), 0.50m).ShouldBeOfType<BudgetAnswer.Reserved>();

        moved.Confirm(A, new RunSpend(2, 0m, 0m, 0.51m)).ShouldBeFalse();
        moved.Report(A, new RunSpend(3, 0m, 0m)).ShouldBeTrue();
        moved.ReservedUsd.ShouldBe(0.50m);
        moved.Confirm(A, new RunSpend(4, 0m, 0m, 0.50m)).ShouldBeTrue();
        moved.Confirm(A, new RunSpend(4, 0m, 0m, 0.50m)).ShouldBeTrue("its answer was lost");
        moved.Confirm(A, new RunSpend(2, 0m, 0m, 0.10m)).ShouldBeFalse("it is past");
    }

    [Fact]
    public void Reserve_WithAnOlderTranscript_ReservesNothing()
    {
        var budget = new Budget("campaign", 1m);
        budget.Reserve(A, new RunSpend(5, 0.10m, 0m), 0.20m);

        budget.Reserve(A, new RunSpend(2, 0m, 0m), 0.40m);

        (budget.SettledUsd, budget.ReservedUsd).ShouldBe((0.10m, 0.20m));
    }

    [Fact]
    public void Spending_OfAnyRuns_NeverPassesTheCap()
    {
        // Each step: a run, what it reserves, and the share of it that the call turns out to cost; some calls are never settled.
        var step = from run in Gen.Choose(1, 5) from amount in Gen.Choose(1, 60) from share in Gen.Choose(0, 100) from lost in Gen.Choose(0, 4) select (run, amount, share, lost);
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var budget = new Budget("campaign", 1m);
            var spent = new Dictionary<int, RunSpend>();
            foreach (var (run, amount, share, lost) in steps)
            {
                var key = new RunKey("c", "t", run);
                var now = spent.GetValueOrDefault(run, new RunSpend(0, 0m, 0m));
                if (budget.Reserve(key, now, amount / 100m) is not BudgetAnswer.Reserved)
                    continue;
                now = lost == 0
                    ? now with { Seq = now.Seq + 1, UnsettledUsd = now.UnsettledUsd + amount / 100m }
                    : now with { Seq = now.Seq + 1, SettledUsd = now.SettledUsd + amount * share / 10_000m };
                spent[run] = now;
                if (lost != 1)
                    budget.Report(key, now);
                (budget.SettledUsd + budget.UnsettledUsd + budget.ReservedUsd).ShouldBeLessThanOrEqualTo(1m);
            }

            spent.Values.Sum(run => run.SettledUsd + run.UnsettledUsd).ShouldBeLessThanOrEqualTo(1m);
        }).QuickCheckThrowOnFailure();
    }
}
