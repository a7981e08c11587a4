using Arena.Contracts;
using Arena.Core.Models;
using Arena.Core.Models.Gates;
using Arena.Core.Runs;

namespace Arena.Grains;

/// <summary>The gate that a run sees: the model's gate grain.</summary>
public sealed class GrainModelGate(IGrainFactory grains) : IModelGate
{
    /// <inheritdoc/>
    public async ValueTask<PermitAnswer> AcquireAsync(RunKey run, ModelReference model, string ticket, long tokens, CancellationToken cancellationToken)
    {
        var caps = GateCaps.Of(model);
        var request = new PermitRequest(run.ToString(), ticket, caps.Concurrency, caps.RequestsPerMinute, caps.TokensPerMinute, caps.Start, tokens);
        var reply = await grains.Gate(model).AcquireAsync(request).WaitAsync(cancellationToken);
        return reply.Lease is { } lease ? new PermitAnswer.Granted(lease, reply.Expires!.Value) : new PermitAnswer.Wait(reply.Ticket!, reply.Delay);
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(ModelReference model, string lease, PermitOutcome outcome, CancellationToken cancellationToken)
    {
        var ending = outcome switch
        {
            PermitOutcome.Succeeded => PermitEnding.Succeeded,
            PermitOutcome.Throttled => PermitEnding.Throttled,
            PermitOutcome.Overloaded => PermitEnding.Overloaded,
            PermitOutcome.Failed => PermitEnding.Failed,
            PermitOutcome.Abandoned => PermitEnding.Abandoned,
            _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
        };
        var delay = (outcome as PermitOutcome.Throttled)?.Delay;
        await grains.Gate(model).ReleaseAsync(new PermitReturn(lease, ending, outcome.Tokens, delay)).WaitAsync(cancellationToken);
    }
}
