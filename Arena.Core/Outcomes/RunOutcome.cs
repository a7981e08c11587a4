using System.Text.Json.Serialization;

namespace Arena.Core.Outcomes;

/// <summary>What came of an attempt.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RunOutcome>))]
public enum RunOutcome
{
    /// <summary>The checker passed it.</summary>
    Passed,

    /// <summary>The model failed; the failure mode tells how.</summary>
    Failed,

    /// <summary>Nobody can tell: something other than the model broke. The slot gets a further attempt.</summary>
    InfrastructureError,

    /// <summary>The campaign was cancelled before there was a verdict.</summary>
    Cancelled,
}
