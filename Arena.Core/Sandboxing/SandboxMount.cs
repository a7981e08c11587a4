namespace Arena.Core.Sandboxing;

/// <summary>A file or folder that a sandboxed command may read and not write.</summary>
/// <param name="HostPath">Absolute path on the host; the sandbox's user must be able to reach it.</param>
/// <param name="Path">Absolute path in the sandbox. Under <c>process</c> nothing is mounted and the host path is used.</param>
/// <param name="Variable">Environment variable that tells the command where it stands, in either sandbox; null for none.</param>
public sealed record SandboxMount(string HostPath, string Path, string? Variable = null);
