using Arena.Contracts;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Models.Gates;
using Arena.Core.Runs;

namespace Arena.Grains;

/// <summary>How grains are found.</summary>
public static class GrainKeys
{
    /// <summary>The campaign of an id.</summary>
    public static ICampaignGrain Campaign(this IGrainFactory grains, string id) => grains.GetGrain<ICampaignGrain>(id);

    /// <summary>A task of a campaign.</summary>
    public static ITaskGrain Task(this IGrainFactory grains, string campaign, string task) => grains.GetGrain<ITaskGrain>($"{campaign}/{task}");

    /// <summary>A run.</summary>
    public static IRunGrain Run(this IGrainFactory grains, RunKey key) => grains.GetGrain<IRunGrain>(key.ToString());

    /// <summary>A budget.</summary>
    public static IBudgetGrain Budget(this IGrainFactory grains, BudgetKey key) => grains.GetGrain<IBudgetGrain>(key.ToString());

    /// <summary>The gate of a model.</summary>
    public static IModelGateGrain Gate(this IGrainFactory grains, ModelReference model) => grains.GetGrain<IModelGateGrain>(GateKey.Of(model).ToString());
}
