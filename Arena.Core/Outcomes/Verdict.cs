using Arena.Core.Runs;

namespace Arena.Core.Outcomes;

/// <summary>What comes of an attempt whose checker has spoken or broken.</summary>
/// <param name="Outcome"><see cref="RunOutcome.Passed"/>, <see cref="RunOutcome.Failed"/> or <see cref="RunOutcome.InfrastructureError"/>.</param>
/// <param name="FailureMode">How it failed; set exactly where it failed.</param>
/// <param name="Reason">Why nobody can tell, for an infrastructure error.</param>
public sealed record Verdict(RunOutcome Outcome, FailureMode? FailureMode, string? Reason)
{
    /// <summary>
    /// The one rule, over the transcript and the checks behind it; the first line that holds decides. docs/outcomes.md explains it.
    /// </summary>
    /// <param name="state">The fold of a transcript that the checker has answered.</param>
    /// <exception cref="InvalidOperationException">The checker has not been asked yet.</exception>
    public static Verdict Of(RunState state) => state switch
    {
        { Checked: null } or { Answered: null } => throw new InvalidOperationException("A verdict follows the checker's word."),
        { Checked.Passed: true } => new(RunOutcome.Passed, null, null),
        { Checked: { Passed: null, Broken: var why } } => new(RunOutcome.InfrastructureError, null, "The checker broke: " + why),
        _ => new(RunOutcome.Failed, ModeOf(state, state.Answered), null),
    };

    private static FailureMode ModeOf(RunState state, RunAnswered answered) => state.Conduct switch
    {
        _ when answered.Ending == RunEnding.BudgetExhausted => Outcomes.FailureMode.BudgetExhausted,
        _ when answered.Ending == RunEnding.TimeLimit => Outcomes.FailureMode.TimedOut,
        _ when answered.Ending != RunEnding.Answered => Outcomes.FailureMode.GaveUpMidPlan,
        _ when string.IsNullOrWhiteSpace(answered.Answer.Shown) || GivingUp.IsSaidIn(answered.Answer.Shown) => Outcomes.FailureMode.GaveUpMidPlan,
        { UnrepairedInvalidCalls: > 0 } => Outcomes.FailureMode.ToolCallHallucinated,
        { RedundantCalls: >= 3 and var redundant } when redundant * 2 >= state.Totals.ToolCalls => Outcomes.FailureMode.ToolCallRedundancy,
        _ => Outcomes.FailureMode.WrongAnswer,
    };
}
