using Arena.Core.Runs;

namespace Arena.Core.Outcomes;

/// <summary>The rule that names a failed run's one failure mode: the first that holds, in the order of the members.</summary>
public static class FailureModes
{
    /// <summary>The failure mode of a run that its checker judged and did not pass.</summary>
    /// <param name="state">The fold of a transcript that has been answered.</param>
    public static FailureMode Classify(RunState state) => state switch
    {
        { Answered.Ending: RunEnding.BudgetExhausted } => FailureMode.BudgetExhausted,
        { Answered.Ending: RunEnding.TimeLimit } => FailureMode.TimedOut,
        { Answered.Ending: not RunEnding.Answered } => FailureMode.GaveUpMidPlan,
        { Answered.Answer.Shown: var answer } when string.IsNullOrWhiteSpace(answer) => FailureMode.GaveUpMidPlan,
        { UnrepairedInvalidCalls: > 0 } => FailureMode.ToolCallHallucinated,
        { RedundantToolCalls: >= 3 } when state.RedundantToolCalls * 2 >= state.Totals.ToolCalls => FailureMode.ToolCallRedundancy,
        _ => FailureMode.WrongAnswer,
    };
}
