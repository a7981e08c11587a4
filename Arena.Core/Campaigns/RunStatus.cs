using System.Text.Json.Serialization;

namespace Arena.Core.Campaigns;

/// <summary>Where a run is.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>It has not begun.</summary>
    Waiting,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It is held.</summary>
    Paused,

    /// <summary>It is over.</summary>
    Finished,
}
