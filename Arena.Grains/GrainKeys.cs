using Arena.Contracts;
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

    /// <summary>The budget of a campaign.</summary>
    public static IBudgetGrain Budget(this IGrainFactory grains, string campaign) => grains.GetGrain<IBudgetGrain>(campaign);

    /// <summary>The budget of a UTC day.</summary>
    public static IBudgetGrain Budget(this IGrainFactory grains, DateOnly day) => grains.GetGrain<IBudgetGrain>(DayPrefix + day.ToString("O"));

    /// <summary>The gate of a model.</summary>
    public static IModelGateGrain Gate(this IGrainFactory grains, ModelReference model) => grains.GetGrain<IModelGateGrain>(GateKey.Of(model).ToString());

    // No campaign id has a slash.
    private const string DayPrefix = "day/";

    /// <summary>The day of a budget's key; null for a campaign's.</summary>
    internal static DateOnly? DayOf(string key) =>
        key.StartsWith(DayPrefix, StringComparison.Ordinal) ? DateOnly.ParseExact(key[DayPrefix.Length..], "O") : null;
}
