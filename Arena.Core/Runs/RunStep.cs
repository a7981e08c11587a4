using Arena.Core.Outcomes;

namespace Arena.Core.Runs;

/// <summary>What a run does next. A closed set.</summary>
public abstract record RunStep
{
    private RunStep() { }

    /// <summary>Make the workspace ready and record what it holds.</summary>
    public sealed record PrepareWorkspace : RunStep;

    /// <summary>Wait until a time.</summary>
    /// <param name="Until">The time.</param>
    /// <param name="Failure">Number of the failure whose delay this is; 0 where it is the gate's or the budget's.</param>
    public sealed record WaitUntil(DateTimeOffset Until, long Failure) : RunStep;

    /// <summary>Reserve the worst case of the next model call.</summary>
    /// <param name="ToolsWithdrawn">Whether that call offers no tools.</param>
    public sealed record ReserveBudget(bool ToolsWithdrawn) : RunStep;

    /// <summary>Take a permit for the next model call.</summary>
    /// <param name="ToolsWithdrawn">Whether that call offers no tools.</param>
    public sealed record TakePermit(bool ToolsWithdrawn) : RunStep;

    /// <summary>Record that a model call leaves.</summary>
    /// <param name="Call">Its number.</param>
    /// <param name="Attempt">Which try.</param>
    /// <param name="ToolsWithdrawn">Whether the model must answer.</param>
    public sealed record StartCall(int Call, int Attempt, bool ToolsWithdrawn) : RunStep;

    /// <summary>Ask whether the money for the model call that was recorded as started is still there.</summary>
    /// <param name="Started">Its event.</param>
    public sealed record ConfirmBudget(ModelCallStarted Started) : RunStep;

    /// <summary>Make the model call that was recorded as started.</summary>
    /// <param name="Started">Its event.</param>
    public sealed record CallModel(ModelCallStarted Started) : RunStep;

    /// <summary>Look at a tool call: deny it or record that it begins.</summary>
    /// <param name="Call">The call.</param>
    public sealed record StartTool(ToolCall Call) : RunStep;

    /// <summary>Make the tool call that was recorded as started.</summary>
    /// <param name="Call">The call.</param>
    public sealed record RunTool(ToolCall Call) : RunStep;

    /// <summary>Answer every pending tool call with the limit that was reached.</summary>
    /// <param name="Limit">The limit.</param>
    public sealed record DenyTools(RunEnding Limit) : RunStep;

    /// <summary>Record the end of the model's part.</summary>
    /// <param name="Ending">Why it is over.</param>
    public sealed record Answer(RunEnding Ending) : RunStep;

    /// <summary>Run the checker.</summary>
    public sealed record Check : RunStep;

    /// <summary>Record the end of the attempt.</summary>
    /// <param name="Outcome">What came of it.</param>
    /// <param name="FailureMode">How it failed, if it did.</param>
    /// <param name="Reason">Why, where the outcome alone does not tell.</param>
    public sealed record Finish(RunOutcome Outcome, FailureMode? FailureMode, string? Reason) : RunStep;
}
