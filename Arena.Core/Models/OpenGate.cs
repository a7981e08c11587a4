using Arena.Core.Models.Gates;
using Arena.Core.Runs;

namespace Arena.Core.Models;

/// <summary>A gate without a limit, for scripted solutions and benchmarks of the loop alone.</summary>
public sealed class OpenGate : IModelGate
{
    private static readonly PermitAnswer Always = new PermitAnswer.Granted("open", DateTimeOffset.MaxValue);

    /// <inheritdoc/>
    public ValueTask<PermitAnswer> AcquireAsync(RunKey run, ModelReference model, string ticket, long tokens, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Always);

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(ModelReference model, string lease, PermitOutcome outcome, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
