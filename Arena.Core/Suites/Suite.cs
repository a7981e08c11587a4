using System.Collections.Immutable;

namespace Arena.Core.Suites;

/// <summary>A versioned, content-hashed set of tasks, read from a folder.</summary>
/// <param name="Id">Name of the folder, for example <c>agentic-core-v1</c>.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Digest"><c>sha256-</c> over every file of the suite: path, mode and content, in ordinal order of paths.</param>
/// <param name="Folder">Absolute path of the suite's folder.</param>
/// <param name="Repetitions">Runs per task where a campaign does not say; 3 unless the suite does.</param>
/// <param name="Tasks">In the order of the suite file.</param>
public sealed record Suite(
    string Id, string Title, string Digest, string Folder, int Repetitions, ImmutableArray<SuiteTask> Tasks);
