using System.Text.Json.Serialization;

namespace Arena.Core.Storage;

/// <summary>What every event of a log carries.</summary>
public abstract record LogEvent
{
    /// <summary>The event's number in its log: 1, 2, 3, ... without gap.</summary>
    [JsonPropertyOrder(-3)]
    public long Seq { get; init; }

    /// <summary>When it was appended, in UTC; RFC 3339 in JSON.</summary>
    [JsonPropertyOrder(-2)]
    public DateTimeOffset At { get; init; }

    /// <summary>Version of the event's format; 1.</summary>
    [JsonPropertyOrder(-1)]
    public int V { get; init; } = 1;
}
