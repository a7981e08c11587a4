using Arena.Contracts;
using Arena.Core.Models;

namespace Arena.Grains;

/// <summary>The permits of a model.</summary>
public sealed class ModelGateGrain(TimeProvider time) : Grain, IModelGateGrain
{
    private readonly PermitPool pool = new(time);

    public Task<PermitReply> AcquireAsync(PermitRequest request) => Task.FromResult(pool.Acquire(request.Run, request.Concurrency) switch
    {
        PermitAnswer.Granted granted => new PermitReply(granted.Lease, null, TimeSpan.Zero),
        PermitAnswer.Wait wait => new PermitReply(null, wait.Ticket, wait.Delay),
        var answer => throw new InvalidOperationException($"Unknown answer {answer}."),
    });

    public Task ReleaseAsync(string lease)
    {
        pool.Release(lease);
        return Task.CompletedTask;
    }

    public Task<bool> RenewAsync(string lease) => Task.FromResult(pool.Renew(lease));
}
