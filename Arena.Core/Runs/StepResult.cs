using System.Collections.Immutable;

namespace Arena.Core.Runs;

/// <summary>What a step brought.</summary>
/// <param name="Events">To be appended in one batch, without number and time; may be empty.</param>
/// <param name="Holdings">What the driver holds from now on.</param>
public sealed record StepResult(ImmutableArray<RunEvent> Events, Holdings Holdings);
