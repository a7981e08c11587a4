using System.Globalization;
using Arena.Core.Runs;

namespace Arena.Core.Models;

/// <summary>What requests of a run carry where the card says so: <c>arena.campaign</c>, <c>arena.task</c> and <c>arena.run</c>.</summary>
internal static class RunMetadata
{
    public static Dictionary<string, string> Of(RunCreated created) => new()
    {
        ["arena.campaign"] = created.Campaign,
        ["arena.task"] = created.Task,
        ["arena.run"] = created.Run.ToString(CultureInfo.InvariantCulture),
    };
}
