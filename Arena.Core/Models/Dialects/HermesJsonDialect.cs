using System.Text;
using Arena.Core.Tools;

namespace Arena.Core.Models.Dialects;

/// <summary>
/// Calls as JSON objects in <c>&lt;tool_call&gt;</c>, as Hermes and Qwen2.5 have them. The object tells its own end, so it may
/// hold any text, the tags included.
/// <para>
/// A call begins at <c>&lt;tool_call&gt;</c> before a brace, or at the beginning of a line where it is closed or cut off. A
/// missing closing tag is forgiven once the object is complete: nothing of the call can be missing then.
/// </para>
/// </summary>
public sealed class HermesJsonDialect : ToolDialect
{
    private const string Open = "<tool_call>";
    private const string Close = "</tool_call>";

    /// <inheritdoc/>
    public override string Name => "hermes-json";

    /// <inheritdoc/>
    public override string Example =>
        """
        <tool_call>
        {"name": "tool_name", "arguments": {"argument_name": "value"}}
        </tool_call>
        """;

    /// <inheritdoc/>
    public override string Guide =>
        $"""
        To call a tool, write a JSON object with its name and its arguments within <tool_call></tool_call>:
        {Example}
        You may make several calls in one answer. Their results come back in the same order, each within <tool_response></tool_response>.
        """;

    /// <inheritdoc/>
    public override string Render(DialectCall call) =>
        $"{Open}\n{{\"name\": {DialectJson.Write(call.Name)}, \"arguments\": {call.ArgumentText}}}\n{Close}";

    /// <inheritdoc/>
    public override string RenderResult(string tool, string text) => $"<tool_response>\n{text}\n</tool_response>";

    private protected override void WriteTools(StringBuilder text, IEnumerable<ToolDeclaration> tools)
    {
        text.Append("The tools that you can call, each as a JSON schema, stand within <tools></tools>:\n<tools>\n");
        foreach (var tool in tools)
        {
            text.Append("{\"type\": \"function\", \"function\": {\"name\": ").Append(DialectJson.Write(tool.Name))
                .Append(", \"description\": ").Append(DialectJson.Write(tool.Description))
                .Append(", \"parameters\": ").Append(DialectJson.Write(tool.Parameters)).Append("}}\n");
        }

        text.Append("</tools>\n");
    }

    private protected override Taken? Take(AnswerText answer, int at, DialectTools tools)
    {
        if (!answer.Has(at, Open))
            return null;
        var text = answer.Text;
        var body = answer.SkipSpace(at + Open.Length);
        if (body == text.Length)
            return answer.IsFirstInLine(at) ? Malformed("it is cut off", body) : null;
        var close = answer.Find(Close, body);
        var next = answer.Find(Open, body);
        if (text[body] != '{')
        {
            return answer.IsFirstInLine(at) && close >= 0 && (next < 0 || close < next)
                ? Malformed("there is no JSON object in it", close + Close.Length)
                : null;
        }

        var end = DialectJson.EndOf(text, body);
        if (end < 0)
            return Broken();
        var after = answer.SkipSpace(end);
        if (answer.Has(after, Close))
            return Read(after + Close.Length);
        // The object may have held tags; what counts are those behind it.
        (close, next) = (answer.Find(Close, end), answer.Find(Open, end));
        return close >= 0 && (next < 0 || close < next)
            ? Malformed($"something stands between its JSON object and {Close}", close + Close.Length)
            : Read(end);

        Taken Read(int to) => new(to, DialectJson.ReadCall(text[body..end], "name", text[at..to]));

        Taken Broken()
        {
            var to = close >= 0 && (next < 0 || close < next) ? close : next >= 0 ? next : text.Length;
            var problem = DialectJson.Read(text[body..to], out _) ?? "its JSON is broken";
            return Malformed(close < 0 && next < 0 ? "it is cut off, or " + problem : problem, to == close ? close + Close.Length : to);
        }

        Taken Malformed(string problem, int to) =>
            new(to, DialectCall.Malformed(DialectJson.NameIn(text[body..to], "name"), text[at..to], problem));
    }
}
