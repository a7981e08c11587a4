using System.Text.Json.Serialization;

namespace Arena.Core.Runs;

/// <summary>Why the model's part of a run is over.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RunEnding>))]
public enum RunEnding
{
    /// <summary>The model answered without calling a tool. The answer may be empty.</summary>
    Answered,

    /// <summary>It called tools even on the last turn, where none was offered.</summary>
    TurnLimit,

    /// <summary>It asked for more tool calls than the task allows.</summary>
    ToolCallLimit,

    /// <summary>It used more tokens than the task allows.</summary>
    TokenLimit,

    /// <summary>It worked longer than the task allows.</summary>
    TimeLimit,

    /// <summary>Too many tool calls in a row failed.</summary>
    ConsecutiveErrors,

    /// <summary>The next call did not fit into the budget.</summary>
    BudgetExhausted,
}
