using System.Collections.Immutable;

namespace Arena.Core.Suites;

/// <summary>What a check of a suite found.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Results">What became of each solution, in the order of tasks and solutions.</param>
/// <param name="Warnings">What an author should know although nothing is wrong.</param>
/// <param name="Duration">How long the check took.</param>
public sealed record SuiteReport(
    Suite Suite, ImmutableArray<SolutionResult> Results, ImmutableArray<SuiteWarning> Warnings, TimeSpan Duration)
{
    /// <summary>Whether every solution got the verdict that it declares.</summary>
    public bool Holds => Results.All(result => result.Problems.IsEmpty);
}

/// <summary>Something that an author should know.</summary>
/// <param name="Task">Id of the task.</param>
/// <param name="Text">A sentence without a full stop.</param>
public sealed record SuiteWarning(string Task, string Text);

/// <summary>What is likely an oversight and yet no error.</summary>
internal static class SuiteWarnings
{
    public static ImmutableArray<SuiteWarning> Of(Suite suite, SuiteCheckOptions options) =>
    [
        .. suite.Tasks
            .Where(task => options.Tasks.IsEmpty || options.Tasks.Contains(task.Id))
            .Where(task => task.Solutions.All(solution => solution.Kind != "trap"))
            .Select(task => new SuiteWarning(task.Id, "has no trap: nothing shows that its checker tells a wrong result from a right one")),
    ];
}
