using System.Text.Json;

namespace Arena.Core.Models.Dialects;

/// <summary>
/// Calls as JSON objects in code blocks that are marked <c>json</c>. The object tells its own end, so it may hold any text.
/// <para>
/// A block is a call where its object has a text under <c>tool</c> and nothing beside it but <c>arguments</c>, or names a tool
/// that was offered, or is broken and begins with <c>tool</c>. Any other block is an example, and so is a block in a longer
/// fence. A missing closing fence is forgiven at the end of the answer once the object is complete.
/// </para>
/// </summary>
public sealed class JsonFenceDialect : ToolDialect
{
    private const string ToolKey = "tool";

    /// <inheritdoc/>
    public override string Name => "json-fence";

    /// <inheritdoc/>
    public override string Example =>
        """
        ```json
        {"tool": "tool_name", "arguments": {"argument_name": "value"}}
        ```
        """;

    /// <inheritdoc/>
    public override string Guide =>
        $"""
        To call a tool, write a code block marked json that holds one JSON object with the keys tool and arguments, and nothing else:
        {Example}
        You may make several calls in one answer, each in its own block. Their results come back in the same order.
        """;

    /// <inheritdoc/>
    public override string Render(DialectCall call) =>
        $"```json\n{{\"tool\": {DialectJson.Write(call.Name)}, \"arguments\": {call.ArgumentText}}}\n```";

    /// <inheritdoc/>
    public override string RenderResult(string tool, string text)
    {
        // The fence must be longer than any run of backticks in what it holds.
        var (longest, current) = (0, 0);
        foreach (var c in text)
            longest = Math.Max(longest, current = c == '`' ? current + 1 : 0);
        var fence = new string('`', Math.Max(3, longest + 1));
        return $"Result of {tool}:\n{fence}\n{text}\n{fence}";
    }

    private protected override Taken? Take(AnswerText answer, int at, DialectTools tools)
    {
        if (!answer.IsFirstInLine(at) || answer.FenceAt(at) is not { Mark: '`' } fence || !fence.Info.Equals("json", StringComparison.OrdinalIgnoreCase))
            return null;
        var text = answer.Text;
        var body = answer.SkipSpace(fence.Content);
        if (!answer.Has(body, "{"))
            return null;
        var end = DialectJson.EndOf(text, body);
        // A fence may also close on the line on which the object ends.
        var (close, to) = answer.FenceEnd(end < 0 ? fence : fence with { Content = end });
        var (closed, stop) = close < 0 ? (text.Length, text.Length) : (close, to);
        if (end < 0)
        {
            return NamesATool(text.AsSpan(body))
                ? Malformed(text[body..closed], DialectJson.Read(text[body..closed], out _) ?? "its JSON is broken")
                : null;
        }

        var json = text[body..end];
        if (DialectJson.Read(json, out var value) is null ? !IsCall(value, tools) : !NamesATool(json))
            return null;
        if (answer.SkipSpace(end) < closed)
            return Malformed(json, close < 0 ? "its code block is not closed" : "its code block holds more than one JSON object");
        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Select(property => property.Name).FirstOrDefault(key => !IsKey(key)) is { } unknown)
            return Malformed(json, $"it has the unknown key \"{unknown}\"; allowed are tool and arguments");
        return new Taken(stop, DialectJson.ReadCall(json, ToolKey, text[at..stop]));

        Taken Malformed(string body, string problem) =>
            new(stop, DialectCall.Malformed(DialectJson.NameIn(body, ToolKey), text[at..stop], problem));
    }

    private static bool IsCall(JsonElement value, DialectTools tools) =>
        value.TryGetProperty(ToolKey, out var tool)
        && tool.ValueKind == JsonValueKind.String
        && (tools.Has(tool.GetString()!) || value.EnumerateObject().All(property => IsKey(property.Name)));

    private static bool IsKey(string name) => name is ToolKey or "arguments";

    private static bool NamesATool(ReadOnlySpan<char> json) => json[1..].TrimStart().StartsWith($"\"{ToolKey}\"");
}
