using System.Text.Json.Serialization;

namespace Arena.Core.Outcomes;

/// <summary>What a model made of tool errors.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Recovery>))]
public enum Recovery
{
    /// <summary>There was no tool error.</summary>
    None,

    /// <summary>After each error a tool call succeeded.</summary>
    Recovered,

    /// <summary>After the last error none did.</summary>
    NotRecovered,
}
