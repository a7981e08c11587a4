namespace Arena.Core.Sandboxing;

/// <summary>How a sandboxed command ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number where a signal ended it.</param>
/// <param name="StandardOutput">What it wrote there.</param>
/// <param name="StandardError">What it wrote there.</param>
/// <param name="TimedOut">Whether it was killed at its time limit.</param>
/// <param name="Duration">From the start of the process to its end; waiting for a slot is not counted.</param>
/// <param name="Waited">How long it waited for a slot before that.</param>
public sealed record SandboxResult(
    int ExitCode, CapturedText StandardOutput, CapturedText StandardError, bool TimedOut, TimeSpan Duration, TimeSpan Waited = default);

/// <summary>A stream's text.</summary>
/// <param name="Text">Its first 4 MiB, read as UTF-8; bytes that are none are replaced.</param>
/// <param name="DroppedBytes">How many bytes came after those and were thrown away.</param>
public sealed record CapturedText(string Text, long DroppedBytes);
