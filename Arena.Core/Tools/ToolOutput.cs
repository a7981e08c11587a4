using System.Text.Json.Serialization;
using Arena.Core.Storage;

namespace Arena.Core.Tools;

/// <summary>What a tool call brought.</summary>
/// <param name="Text">What the model is shown: at most 16 KiB of UTF-8, with a marker where something was cut.</param>
/// <param name="Outcome">Whether the call did what it was asked for.</param>
/// <param name="FullText">The whole text, where <paramref name="Text"/> was cut.</param>
/// <param name="ExitCode">Exit code of the command that the tool ran, if it ran one.</param>
/// <param name="MayHaveChangedWorkspace">False only where the tool cannot have changed a file; then nothing is saved after it.</param>
/// <param name="Waited">How long the call waited for a free sandbox of the host: no time of the model's.</param>
public sealed record ToolOutput(
    string Text,
    ToolOutcome Outcome = ToolOutcome.Succeeded,
    BlobId? FullText = null,
    int? ExitCode = null,
    bool MayHaveChangedWorkspace = false,
    TimeSpan Waited = default);

/// <summary>How a tool call ended.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ToolOutcome>))]
public enum ToolOutcome
{
    /// <summary>It did what it was asked for. A command that ran and exited with another code than 0 counts as this: running it was asked for.</summary>
    Succeeded,

    /// <summary>It could not do it (no such file, text not unique, path outside the workspace, a declared fault); the text tells why.</summary>
    Failed,

    /// <summary>It was stopped at its time limit.</summary>
    TimedOut,
}
