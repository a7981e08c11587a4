using System.Text.Json;
using Arena.Core.Runs;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.Dialects;

/// <summary>A tool call between the chat abstractions and the text of a dialect.</summary>
/// <param name="Name">The tool's name as the model wrote it; <see cref="Unreadable"/> where it wrote none that can be read.</param>
/// <param name="Arguments">The arguments, a JSON object; undefined where the call cannot be read.</param>
/// <param name="Raw">What the model wrote, tags included, where the call cannot be read; else null. It is never a JSON object.</param>
/// <param name="Problem">Why the call cannot be read, half a sentence for the model; else null.</param>
public sealed record DialectCall(string Name, JsonElement Arguments, string? Raw = null, string? Problem = null)
{
    /// <summary>Stands for a name that cannot be read. No tool has it: tools are named by letters, digits and underscores.</summary>
    public const string Unreadable = "(unreadable)";

    /// <summary>The call of a message.</summary>
    public static DialectCall Of(FunctionCallContent content)
    {
        var text = content.AdditionalProperties?.TryGetValue(ModelRequest.RawArguments, out string? raw) == true && raw is not null
            ? raw
            : ToolArguments.ToText(content.Arguments);
        return ToolArguments.TryParse(text, out var arguments)
            ? new DialectCall(content.Name, arguments)
            : new DialectCall(content.Name, default, text);
    }

    /// <summary>The call as a message carries it.</summary>
    /// <param name="id">The call's id: dialects have none.</param>
    public FunctionCallContent ToContent(string id) => Raw is null
        ? new FunctionCallContent(id, Name, ToolArguments.ToDictionary(Arguments))
        : new FunctionCallContent(id, Name, new Dictionary<string, object?>())
        {
            AdditionalProperties = new AdditionalPropertiesDictionary { [ModelRequest.RawArguments] = Raw },
        };

    /// <summary>The arguments as JSON text, or what stands in their place.</summary>
    internal string ArgumentText => Raw ?? Arguments.ToString();

    /// <summary>The text that a parser read the call from.</summary>
    internal string Written { get; init; } = "";

    internal static DialectCall Malformed(string? name, string raw, string problem) =>
        new(string.IsNullOrEmpty(name) ? Unreadable : name, default, raw, problem);
}
