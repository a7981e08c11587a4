using System.Text.Json.Serialization;
using Arena.Core.Storage;

namespace Arena.Core.Campaigns;

/// <summary>One event of a campaign's log: what its owner asked for, and how its runs came along. A closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(CampaignCreated), "campaign.created")]
[JsonDerivedType(typeof(CampaignPaused), "campaign.paused")]
[JsonDerivedType(typeof(CampaignResumed), "campaign.resumed")]
[JsonDerivedType(typeof(CampaignCancelled), "campaign.cancelled")]
[JsonDerivedType(typeof(CampaignRunChanged), "campaign.runChanged")]
[JsonDerivedType(typeof(CampaignFinished), "campaign.finished")]
public abstract record CampaignEvent : LogEvent;

/// <summary>The campaign exists.</summary>
/// <param name="Spec">What it is.</param>
public sealed record CampaignCreated(CampaignSpec Spec) : CampaignEvent;

/// <summary>No run takes a further step until it is resumed.</summary>
/// <param name="Reason">Who or what paused it.</param>
public sealed record CampaignPaused(string Reason) : CampaignEvent;

/// <summary>It goes on.</summary>
public sealed record CampaignResumed : CampaignEvent;

/// <summary>Its unfinished runs end as cancelled.</summary>
/// <param name="Reason">Who or what cancelled it.</param>
public sealed record CampaignCancelled(string Reason) : CampaignEvent;

/// <summary>A run began or ended an attempt.</summary>
/// <param name="Run">The run as its transcript tells it at event <see cref="RunSummary.Seq"/>.</param>
public sealed record CampaignRunChanged(RunSummary Run) : CampaignEvent;

/// <summary>All runs are over.</summary>
/// <param name="Passed">Runs that passed.</param>
/// <param name="Total">Runs in all.</param>
/// <param name="CostUsd">Price of all completed calls in US dollars; null where a part of it is unknown.</param>
public sealed record CampaignFinished(int Passed, int Total, decimal? CostUsd) : CampaignEvent;
