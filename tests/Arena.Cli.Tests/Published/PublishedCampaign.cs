using System.Globalization;
using Arena.Core.Documents;
using Arena.Core.Tests;

namespace Arena.Cli.Tests.Published;

/// <summary>The published figures of a campaign: a file of <c>tests/published</c>.</summary>
internal sealed record PublishedCampaign(
    string Source, string Card, int Passed, int Runs, string TotalUsd, string PerPassUsd,
    IReadOnlyDictionary<string, int> FailureModes, IReadOnlyList<PublishedTask> Tasks)
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "published");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static PublishedCampaign Load(string name)
    {
        var map = YamlMap.Load(Path.Combine(Folder, name + ".yaml"));
        var published = new PublishedCampaign(
            $"{map.Required("source").String()}, {map.Required("campaign").String()}",
            map.Required("card").String(),
            map.Required("passed").Int(0, 1_000),
            map.Required("runs").Int(1, 1_000),
            map.Required("totalUsd").String(),
            map.Required("perPassUsd").String(),
            Texts(map, "failureModes").ToDictionary(mode => mode.Key, mode => int.Parse(mode.Value, CultureInfo.InvariantCulture)),
            ReadTasks(map.Required("tasks").Map()));
        map.Done();
        return published;
    }

    private static List<PublishedTask> ReadTasks(YamlMap tasks) => [.. tasks.Keys.ToList().Select(id =>
    {
        var map = tasks.Required(id).Map();
        var task = new PublishedTask(
            id, map.Required("passed").Int(0, 1_000), Texts(map, "failed"), Texts(map, "toolCalls"), Texts(map, "seconds"),
            map.Optional("averageToolCalls")?.String(), map.Optional("averageSeconds")?.String());
        map.Done();
        return task;
    })];

    private static Dictionary<string, string> Texts(YamlMap map, string key)
    {
        if (map.Optional(key)?.Map() is not { } texts)
            return [];
        return texts.Keys.ToList().ToDictionary(name => name, name => texts.Required(name).String());
    }
}

/// <summary>What was published of a task. Runs are named R1, R2, R3; what was not told is missing.</summary>
internal sealed record PublishedTask(
    string Id,
    int Passed,
    IReadOnlyDictionary<string, string> Failed,
    IReadOnlyDictionary<string, string> ToolCalls,
    IReadOnlyDictionary<string, string> Seconds,
    string? AverageToolCalls,
    string? AverageSeconds);
