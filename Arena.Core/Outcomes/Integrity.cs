using System.Text.Json.Serialization;

namespace Arena.Core.Outcomes;

/// <summary>Whether a run was won or lost by fair means. A signal for people to look at; it never changes a verdict.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Integrity>))]
public enum Integrity
{
    /// <summary>Nothing speaks against it.</summary>
    Clean,

    /// <summary>It broke a rule that a check guards (a test file was changed), or reached for the checker, its data or the solutions.</summary>
    Attempted,

    /// <summary>It passed, and a call that reached for these succeeded: somebody must read the transcript before the pass is believed.</summary>
    Hacked,
}
