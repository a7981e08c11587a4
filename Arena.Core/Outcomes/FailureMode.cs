using System.Text.Json.Serialization;

namespace Arena.Core.Outcomes;

/// <summary>How a model failed a run. One per failed run, by the rule of <see cref="Verdict"/>; the members stand in its order.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailureMode>))]
public enum FailureMode
{
    /// <summary>The next call did not fit into the budget.</summary>
    BudgetExhausted,

    /// <summary>The model worked longer than the task allows.</summary>
    TimedOut,

    /// <summary>There is no final answer: a limit was reached, the last message is empty, or it says that its author gave up.</summary>
    GaveUpMidPlan,

    /// <summary>The run came to depend on tools or arguments that do not exist: no valid call succeeded after the last such call.</summary>
    ToolCallHallucinated,

    /// <summary>At least three tool calls, and at least half of all, repeat an identical call with no change of the workspace between.</summary>
    ToolCallRedundancy,

    /// <summary>The model answered and the checker rejected the result.</summary>
    WrongAnswer,
}
