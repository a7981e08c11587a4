namespace Arena.Core.Models;

/// <summary>A model call was cancelled by its caller in the middle of a streamed answer.</summary>
public sealed class ModelCallCutException(PartialAnswer partial, OperationCanceledException inner)
    : OperationCanceledException($"Cancelled while the answer came in: {partial}.", inner, inner.CancellationToken)
{
    /// <summary>What was lost.</summary>
    public PartialAnswer Partial { get; } = partial;
}
