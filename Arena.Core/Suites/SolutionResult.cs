using System.Collections.Immutable;

namespace Arena.Core.Suites;

/// <summary>What became of a solution.</summary>
/// <param name="Task">Its task.</param>
/// <param name="Solution">The solution.</param>
/// <param name="Runs">Its runs, in order; at least one.</param>
/// <param name="Problems">What is wrong, as sentences that name the cause; empty where all is as declared.</param>
public sealed record SolutionResult(SuiteTask Task, Solution Solution, ImmutableArray<SolutionRun> Runs, ImmutableArray<string> Problems);
