namespace Arena.Core.Tools;

/// <summary>A tool's answer at full length; <see cref="OutputCap"/> cuts it to what a model is shown.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Outcome">Whether the call did what it was asked for.</param>
/// <param name="ExitCode">Exit code of the command that it ran, if it ran one.</param>
/// <param name="Waited">How long it waited for a free sandbox.</param>
public sealed record ToolAnswer(string Text, ToolOutcome Outcome = ToolOutcome.Succeeded, int? ExitCode = null, TimeSpan Waited = default)
{
    internal static ToolAnswer Failed(string text) => new("error: " + text, ToolOutcome.Failed);
}
