using Arena.Core.Campaigns;

namespace Arena.Core.Storage;

/// <summary>The campaigns: one log per campaign id.</summary>
public interface ICampaignLog : IEventLog<string, CampaignEvent>;
