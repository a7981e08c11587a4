using System.Collections.Immutable;
using Arena.Core.Documents;

namespace Arena.Core.Models.Scripted;

/// <summary>
/// Reads the script of a card: <c>default</c> (an entry) and <c>tasks</c> (by task id an entry, or a list with one entry per
/// repetition). An entry is a solution's id, or a mapping with either <c>plays</c> (a solution's id) or <c>turns</c>, and
/// optionally <c>usage</c> (<c>input</c>, <c>output</c>) and <c>latency</c> for all its turns together.
/// </summary>
internal static class ModelScriptReader
{
    public static ModelScript Read(YamlMap map)
    {
        var fallback = map.Optional("default") is { } value ? ReadEntry(value) : null;
        var tasks = ImmutableDictionary.CreateBuilder<string, ImmutableArray<ScriptEntry>>();
        if (map.Optional("tasks")?.Map() is { } byTask)
        {
            foreach (var task in byTask.Keys.ToList())
            {
                var entries = byTask.Required(task);
                tasks[task] = entries.IsList ? [.. entries.List().Select(ReadEntry)] : [ReadEntry(entries)];
                if (tasks[task].IsEmpty)
                    throw byTask.Error($"{entries.Path} must have at least one entry: a solution's id, or turns.");
            }
        }

        map.Done();
        return new ModelScript(fallback, tasks.ToImmutable());
    }

    private static ScriptEntry ReadEntry(YamlValue value)
    {
        if (!value.IsMap)
            return new ScriptEntry.Plays(value.String());
        var map = value.Map();
        var (plays, turns) = (map.Optional("plays"), map.Optional("turns"));
        var usage = map.Optional("usage") is { } tokens ? ReadUsage(tokens.Map()) : null;
        var latency = map.Optional("latency")?.Duration();
        map.Done();
        return (plays, turns) switch
        {
            ({ } solution, null) => new ScriptEntry.Plays(solution.String(), usage, latency),
            (null, { } said) => new ScriptEntry.Says(ScriptedTurnReader.Read(said), usage, latency),
            _ => throw map.Error($"{value.Path} needs either plays (a solution's id) or turns."),
        };
    }

    private static RunUsage ReadUsage(YamlMap map)
    {
        var usage = new RunUsage(map.Required("input").Long(minimum: 0), map.Required("output").Long(minimum: 0));
        map.Done();
        return usage;
    }
}
