using System.Text.Json.Serialization;

namespace Arena.Core.Campaigns;

/// <summary>Where a campaign is.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CampaignStatus>))]
public enum CampaignStatus
{
    /// <summary>Its runs are under way.</summary>
    Running,

    /// <summary>It is held.</summary>
    Paused,

    /// <summary>It was cancelled; its unfinished runs end as cancelled.</summary>
    Cancelled,

    /// <summary>All its runs are over.</summary>
    Finished,
}
