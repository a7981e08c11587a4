using Arena.Contracts;
using Arena.Core.Models;
using Arena.Core.Models.Gates;
using Arena.Core.Runs;

namespace Arena.Grains;

/// <summary>The permits of a model.</summary>
public sealed class ModelGateGrain(TimeProvider time) : Grain, IModelGateGrain
{
    private readonly ModelGate gate = new(time);

    public Task<PermitReply> AcquireAsync(PermitRequest request)
    {
        var caps = new GateCaps(request.Concurrency, request.RequestsPerMinute, request.TokensPerMinute, request.Start);
        var ask = new PermitAsk(request.Ticket, RunKey.Parse(request.Run).Campaign, request.Tokens, caps);
        return Task.FromResult(gate.Acquire(ask) switch
        {
            PermitAnswer.Granted granted => new PermitReply(granted.Lease, null, TimeSpan.Zero, granted.Expires),
            PermitAnswer.Wait wait => new PermitReply(null, wait.Ticket, wait.Delay, null),
            var answer => throw new InvalidOperationException($"Unknown answer {answer}."),
        });
    }

    public Task ReleaseAsync(PermitReturn permit)
    {
        gate.Release(permit.Lease, permit.Ending switch
        {
            PermitEnding.Succeeded => new PermitOutcome.Succeeded(permit.Tokens),
            PermitEnding.Throttled => new PermitOutcome.Throttled(permit.Delay),
            PermitEnding.Overloaded => new PermitOutcome.Overloaded(permit.Tokens),
            PermitEnding.Failed => new PermitOutcome.Failed(permit.Tokens),
            PermitEnding.Abandoned => new PermitOutcome.Abandoned(),
            var ending => throw new InvalidOperationException($"Unknown ending {ending}."),
        });
        return Task.CompletedTask;
    }

    public Task<bool> RenewAsync(string lease) => Task.FromResult(gate.Renew(lease));

    public Task<GateReport> GetAsync()
    {
        var now = gate.Snapshot();
        return Task.FromResult(new GateReport(
            now.Limit, now.Caps?.Concurrency, now.Caps?.RequestsPerMinute, now.Caps?.TokensPerMinute,
            now.InUse, now.Waiting, now.RequestsLastMinute, now.TokensLastMinute, now.PausedUntil, now.Throttles));
    }
}
