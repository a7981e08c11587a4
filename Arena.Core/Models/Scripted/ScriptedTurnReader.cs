using System.Collections.Immutable;
using Arena.Core.Documents;

namespace Arena.Core.Models.Scripted;

/// <summary>
/// Reads the turns of a script from YAML: a list of mappings with <c>text</c>, <c>tools</c> (a list of <c>name</c> and
/// <c>arguments</c>), <c>usage</c> (<c>input</c>, <c>output</c>, <c>cacheRead</c>, <c>reasoning</c>) and <c>latency</c>
/// (<c>600ms</c>), all optional. <c>arguments</c> is a mapping, or a text that is sent as it is and need not be JSON.
/// </summary>
public static class ScriptedTurnReader
{
    /// <summary>Reads a list of turns.</summary>
    /// <exception cref="DocumentException">The list is empty, or a turn is not of the form above.</exception>
    public static ImmutableArray<ScriptedTurn> Read(YamlValue turns)
    {
        var list = turns.List();
        return list.IsEmpty ? throw turns.Error($"{turns.Path} needs at least one turn.") : [.. list.Select(turn => ReadTurn(turn.Map()))];
    }

    private static ScriptedTurn ReadTurn(YamlMap map)
    {
        // An empty text is legal: a model that answers nothing is one of the things a script must be able to play.
        var text = map.Optional("text") is { } value ? value.StringOrEmpty() : "";
        var tools = map.Optional("tools") is { } calls ? [.. calls.List().Select(call => ReadCall(call.Map()))] : ImmutableArray<ScriptedToolCall>.Empty;
        var usage = map.Optional("usage") is { } tokens ? ReadUsage(tokens.Map()) : null;
        var latency = map.Optional("latency")?.Duration() ?? TimeSpan.Zero;
        map.Done();
        return new ScriptedTurn(text, tools, usage, latency);
    }

    private static ScriptedToolCall ReadCall(YamlMap map)
    {
        var name = map.Required("name").String();
        var arguments = map.Optional("arguments") switch
        {
            null => "{}",
            { IsMap: true } value => value.Json(),
            { } value => value.StringOrEmpty(),
        };
        map.Done();
        return new ScriptedToolCall(name, arguments);
    }

    private static ScriptedUsage ReadUsage(YamlMap map)
    {
        var usage = new ScriptedUsage(
            map.Required("input").Long(minimum: 0),
            map.Required("output").Long(minimum: 0),
            map.Optional("cacheRead")?.Long(minimum: 0) ?? 0,
            map.Optional("reasoning")?.Long(minimum: 0) ?? 0);
        map.Done();
        if (usage.CacheRead > usage.Input)
            throw map.Error("cacheRead counts tokens of input and cannot be more than it.");
        if (usage.Reasoning > usage.Output)
            throw map.Error("reasoning counts tokens of output and cannot be more than it.");
        return usage;
    }
}
