using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Arena.Core.Checking;

/// <summary>What a checker said of a run. A closed set: it judged, or it broke.</summary>
public abstract record CheckReport
{
    private CheckReport() { }

    /// <summary>The checker judged the run.</summary>
    /// <param name="Passed">Its verdict.</param>
    /// <param name="Checks">The checks behind it, in the checker's order.</param>
    public sealed record Judged(bool Passed, ImmutableArray<Check> Checks) : CheckReport;

    /// <summary>The checker crashed, timed out or printed something else than its one JSON object: infrastructure, never the model.</summary>
    /// <param name="Reason">What happened, with the end of the checker's output.</param>
    public sealed record Broken(string Reason) : CheckReport;
}

/// <summary>One thing that a checker looked at.</summary>
/// <param name="Name">Stable name, for example <c>hidden_tests</c>.</param>
/// <param name="Passed">Whether it held.</param>
/// <param name="Detail">What was seen; empty where there is nothing to say.</param>
/// <param name="Integrity">Whether it guards a rule of fair play rather than the result, for example that tests were not changed.</param>
public sealed record Check(
    string Name, bool Passed, string Detail, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Integrity = false);
