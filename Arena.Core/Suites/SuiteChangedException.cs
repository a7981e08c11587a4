using Arena.Core.Runs;

namespace Arena.Core.Suites;

/// <summary>This host has another version of a suite than a campaign was created with.</summary>
public sealed class SuiteChangedException(SuiteReference needed, string found) : Exception(
    $"suite {needed.Id} has changed since the campaign was created: it is {found}, the campaign needs {needed.Digest}; "
        + "put that version back and resume, or cancel the campaign and start another");
