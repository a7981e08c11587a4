using System.Text.Json.Serialization;
using Arena.Core.Storage;
using Arena.Core.Tools;

namespace Arena.Core.Runs;

/// <summary>A tool call is about to be made.</summary>
/// <param name="ToolCallId">Which call.</param>
/// <param name="Tool">The tool's name.</param>
public sealed record ToolStarted(string ToolCallId, string Tool) : RunEvent;

/// <summary>A tool call was made and this is its one result.</summary>
/// <param name="ToolCallId">Which call.</param>
/// <param name="Tool">The tool's name.</param>
/// <param name="Outcome">Whether it did what it was asked for.</param>
/// <param name="Output">What the model is shown.</param>
/// <param name="FullOutput">The whole output where <paramref name="Output"/> was cut.</param>
/// <param name="ExitCode">Exit code of the command that the tool ran, if it ran one.</param>
/// <param name="Fault">True where Arena injected the failure as the task declares.</param>
/// <param name="DurationMs">How long it took, in milliseconds, without the wait.</param>
/// <param name="WaitedMs">How long it waited for a free sandbox of the host, in milliseconds.</param>
public sealed record ToolCompleted(
    string ToolCallId,
    string Tool,
    ToolOutcome Outcome,
    StoredText Output,
    BlobId? FullOutput,
    int? ExitCode,
    bool Fault,
    long DurationMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long WaitedMs = 0) : RunEvent;

/// <summary>A tool call was not made and this is its one result.</summary>
/// <param name="ToolCallId">Which call.</param>
/// <param name="Tool">The name that the model wrote.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Message">What the model is told: what was wrong and what exists.</param>
public sealed record ToolDenied(string ToolCallId, string Tool, ToolDenial Reason, StoredText Message) : RunEvent;

/// <summary>Why a tool call was not made.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ToolDenial>))]
public enum ToolDenial
{
    /// <summary>The task offers no tool of that name.</summary>
    UnknownTool,

    /// <summary>The arguments are no JSON object or do not fit the tool's schema.</summary>
    InvalidArguments,

    /// <summary>A limit of the task was reached before it.</summary>
    LimitReached,
}
