using Arena.Core.Suites;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Api;

internal static class SuiteRoutes
{
    public static void MapSuites(this IEndpointRouteBuilder api)
    {
        var suites = api.MapGroup("/suites").WithTags("suites");
        suites.MapGet("/", (SuiteCatalog catalog) => TypedResults.Ok(catalog.List().Select(catalog.Get).Select(SuiteSummary.Of)))
            .WithName("ListSuites").WithSummary("The suites of this installation.");
        suites.MapGet("/{suite}", Results<Ok<SuiteDetail>, ProblemHttpResult> (string suite, SuiteCatalog catalog) =>
            {
                try
                {
                    return TypedResults.Ok(SuiteDetail.Of(catalog.Get(suite)));
                }
                catch (SuiteMissingException e)
                {
                    return Problems.NotFound("suite", e.Message);
                }
            })
            .WithName("GetSuite").WithSummary("A suite with its tasks. Checkers and solutions are not told.");
    }
}

/// <summary>A suite in a line.</summary>
/// <param name="Id">Suite id.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Digest">Digest of its content.</param>
/// <param name="Repetitions">Runs per task where a campaign does not say.</param>
/// <param name="Tasks">Number of tasks.</param>
public sealed record SuiteSummary(string Id, string Title, string Digest, int Repetitions, int Tasks)
{
    internal static SuiteSummary Of(Suite suite) => new(suite.Id, suite.Title, suite.Digest, suite.Repetitions, suite.Tasks.Length);
}

/// <summary>A suite with its tasks.</summary>
/// <param name="Id">Suite id.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Digest">Digest of its content.</param>
/// <param name="Repetitions">Runs per task where a campaign does not say.</param>
/// <param name="Tasks">The tasks in order.</param>
public sealed record SuiteDetail(string Id, string Title, string Digest, int Repetitions, IReadOnlyList<TaskDetail> Tasks)
{
    internal static SuiteDetail Of(Suite suite) =>
        new(suite.Id, suite.Title, suite.Digest, suite.Repetitions, [.. suite.Tasks.Select(TaskDetail.Of)]);
}

/// <summary>What a model is asked, and where it ends.</summary>
/// <param name="Id">Task id.</param>
/// <param name="Name">Its name in the field.</param>
/// <param name="Instruction">What the model is asked.</param>
/// <param name="Tools">The tools that it is offered.</param>
/// <param name="Limits">Where a run ends.</param>
public sealed record TaskDetail(string Id, string Name, string Instruction, IReadOnlyList<string> Tools, LimitsDetail Limits)
{
    internal static TaskDetail Of(SuiteTask task) => new(task.Id, task.Name, task.Instruction, task.Tools, LimitsDetail.Of(task.Limits));
}

/// <summary>Where a run ends.</summary>
/// <param name="Turns">Model calls.</param>
/// <param name="ToolCalls">Tool calls.</param>
/// <param name="Tokens">Prompt plus output tokens.</param>
/// <param name="TimeMs">Working time in milliseconds.</param>
/// <param name="ConsecutiveErrors">Failed tool calls in a row.</param>
/// <param name="ToolTimeoutMs">Time of one tool call in milliseconds.</param>
public sealed record LimitsDetail(int Turns, int ToolCalls, long Tokens, long TimeMs, int ConsecutiveErrors, long ToolTimeoutMs)
{
    internal static LimitsDetail Of(TaskLimits limits) => new(
        limits.Turns, limits.ToolCalls, limits.Tokens, (long)limits.Time.TotalMilliseconds, limits.ConsecutiveErrors, (long)limits.ToolTimeout.TotalMilliseconds);
}
