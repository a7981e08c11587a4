using Arena.Contracts;
using Arena.Core.Models;
using Arena.Core.Runs;

namespace Arena.Grains;

/// <summary>The gate that a run sees: the model's gate grain.</summary>
public sealed class GrainModelGate(IGrainFactory grains) : IModelGate
{
    /// <inheritdoc/>
    public async ValueTask<PermitAnswer> AcquireAsync(RunKey run, ModelReference model, string? ticket, CancellationToken cancellationToken)
    {
        var reply = await grains.Gate(model).AcquireAsync(new PermitRequest(run.ToString(), ticket, model.Concurrency)).WaitAsync(cancellationToken);
        return reply.Lease is { } lease ? new PermitAnswer.Granted(lease) : new PermitAnswer.Wait(reply.Ticket!, reply.Delay);
    }

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(ModelReference model, string lease, CancellationToken cancellationToken) =>
        await grains.Gate(model).ReleaseAsync(lease).WaitAsync(cancellationToken);
}
