using System.Collections.Immutable;
using Arena.Core.Models.Scripted;

namespace Arena.Core.Suites;

/// <summary>A script that is run through the loop as if a model had answered it, to prove the task's checker.</summary>
/// <param name="Id">Name of its folder: <c>oracle</c>, <c>nop</c>, <c>trap-...</c>, <c>alternative-...</c>.</param>
/// <param name="Title">One line: what it does.</param>
/// <param name="Expect">The verdict that it must get.</param>
/// <param name="Turns">What the scripted model says, call by call.</param>
public sealed record Solution(string Id, string Title, SolutionExpectation Expect, ImmutableArray<ScriptedTurn> Turns)
{
    /// <summary><c>oracle</c>, <c>nop</c>, <c>trap</c> or <c>alternative</c>.</summary>
    public string Kind => Id.Split('-', 2)[0];
}

/// <summary>The verdict that a solution must get.</summary>
/// <param name="Passed">True for the oracle and alternatives, false for nop and traps.</param>
/// <param name="FailureMode">The failure mode in snake case, for example <c>wrong_answer</c>; null for one that passes or where any will do.</param>
/// <param name="FailingCheck">A check that must be among the failing ones; null where any will do.</param>
/// <param name="ToolErrors">
/// Whether the script means some of its tool calls to be refused or to fail. Where it does not, such a call is a typing error in
/// the script. Faults that the task declares, commands that exit with another code than 0, and calls past a limit are no such errors.
/// </param>
public sealed record SolutionExpectation(bool Passed, string? FailureMode, string? FailingCheck, bool ToolErrors = false);
