using System.Collections.Concurrent;
using Arena.Contracts;
using Arena.Core.Models;
using Arena.Core.Runs;
using Arena.Core.Tests;
using Arena.Core.Tests.Runs;

namespace Arena.Grains.Tests;

public sealed class GateTests
{
    [Fact]
    public async Task Throttle_OfOneRun_PausesTheModelForAll_AndIsTold()
    {
        var throttle = 1;
        await using var silo = new TestSilo
        {
            World = new MemoryWorld(""),
            Model = (_, _, _) => Interlocked.Exchange(ref throttle, 0) == 1
                ? throw new ModelCallException(ModelFailureKind.Throttled, "slow down", retryAfter: TimeSpan.FromMilliseconds(300))
                : Task.FromResult("done"),
        };
        await silo.StartAsync();
        await silo.OrderAsync("c", repetitions: 8);
        await silo.UntilAsync("c", s => s.IsOver, "the end");

        var runs = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => silo.Runs.ReadAsync(new RunKey("c", "t1", n), 0, CancellationToken.None).AsTask()));
        var gate = await silo.Grains.Gate(runs[0].OfType<RunCreated>().First().Model).GetAsync();
        (gate.Throttles, gate.Concurrency, gate.InUse, gate.Waiting).ShouldBe((1, 3, 0, 0));
        gate.Limit!.Value.ShouldBeInRange(2, 3);
        // Only calls that had their permit when it came, two beside the throttled one, may leave before the pause is over.
        var throttled = runs.SelectMany(run => run).OfType<ModelCallFailed>().Single().At;
        runs.SelectMany(run => run).OfType<ModelCallStarted>()
            .Count(call => call.At > throttled && call.At < throttled + TimeSpan.FromMilliseconds(300)).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Lease_OfACallUnderWay_IsRenewedByItsRunUntilItComesBack()
    {
        RenewalGrain.Renewed.Clear();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var silo = new TestSilo { KeepAlive = TimeSpan.FromMilliseconds(20), Gate = typeof(RenewalGrain) };
        silo.Model = async (_, _, _) =>
        {
            await go.Task;
            return "done";
        };
        await silo.StartAsync();
        await silo.OrderAsync("c", repetitions: 1);

        await Deadline.Until(() => Task.FromResult(RenewalGrain.Renewed.Count), n => n >= 5, "five renewals");
        go.SetResult();
        await silo.UntilAsync("c", s => s.IsOver, "the end");
        await Deadline.Until(() => Task.FromResult(RenewalGrain.Renewed.Last()), last => last == "returned", "the permit back");

        RenewalGrain.Renewed.SkipLast(1).Distinct().ShouldBe(["c/t1/1@1.1"], "nothing is renewed that is not held");
    }

    /// <summary>Grants everything and notes what is kept.</summary>
    private sealed class RenewalGrain : Grain, IModelGateGrain
    {
        public static ConcurrentQueue<string> Renewed { get; } = [];

        public Task<PermitReply> AcquireAsync(PermitRequest request) =>
            Task.FromResult(new PermitReply(request.Ticket, null, TimeSpan.Zero, DateTimeOffset.MaxValue));

        public Task ReleaseAsync(PermitReturn permit)
        {
            Renewed.Enqueue("returned");
            return Task.CompletedTask;
        }

        public Task<bool> RenewAsync(string lease)
        {
            Renewed.Enqueue(lease);
            // Also a lease that the gate has lost is renewed until the call comes back.
            return Task.FromResult(false);
        }

        public Task<GateReport> GetAsync() => throw new NotSupportedException();
    }
}
