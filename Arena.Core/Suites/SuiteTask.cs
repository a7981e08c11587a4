using System.Collections.Immutable;

namespace Arena.Core.Suites;

/// <summary>One task of a suite: what the model is asked, what it may use, and what proves it right.</summary>
/// <param name="Id">Name of its folder, for example <c>task_01</c>.</param>
/// <param name="Name">Field name, for example <c>fix_failing_test</c>.</param>
/// <param name="Digest"><c>sha256-</c> over the task's files.</param>
/// <param name="Folder">Absolute path of the task's folder.</param>
/// <param name="Instruction">Text of <c>instruction.md</c>: the user message.</param>
/// <param name="Tools">Names of the tools that are offered, in order.</param>
/// <param name="Limits">Where a run of it ends.</param>
/// <param name="Faults">Failures that Arena injects; empty in most tasks.</param>
/// <param name="Check">The checker's command.</param>
/// <param name="Solutions">Scripts that prove the checker: oracle, nop, traps.</param>
public sealed record SuiteTask(
    string Id,
    string Name,
    string Digest,
    string Folder,
    string Instruction,
    ImmutableArray<string> Tools,
    TaskLimits Limits,
    ImmutableArray<ToolFault> Faults,
    CheckCommand Check,
    ImmutableArray<Solution> Solutions)
{
    /// <summary>Where tools see the workspace, for tasks that speak of absolute paths. Default <c>/workspace</c>. The checker finds it by <c>ARENA_WORKSPACE</c>.</summary>
    public string WorkspacePath { get; init; } = Workspaces.WorkspacePaths.Mount;
}

/// <summary>A declared failure: a call of a tool that is not made and answers an error instead.</summary>
/// <param name="Tool">Name of the tool.</param>
/// <param name="Call">Which valid call of that tool in the run fails, counted from 1.</param>
/// <param name="Error">The text that the model gets.</param>
public sealed record ToolFault(string Tool, int Call, string Error);

/// <summary>How a task is checked.</summary>
/// <param name="Command">Program and arguments, run in the folder <c>check/</c> of the task, for example <c>python3 check.py</c>.</param>
/// <param name="Timeout">Wall-clock limit; 60 s unless the task says.</param>
public sealed record CheckCommand(ImmutableArray<string> Command, TimeSpan Timeout);
