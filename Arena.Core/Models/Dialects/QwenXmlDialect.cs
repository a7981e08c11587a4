using System.Text;
using System.Text.Json;
using Arena.Core.Tools;

namespace Arena.Core.Models.Dialects;

/// <summary>
/// Calls as tags with a name in them and values as plain text, as Qwen3-Coder has them: nothing in a value is escaped, so code
/// stands there as it is. <see cref="QwenCallReader"/> says where a value ends, and what no value can hold.
/// <para>
/// A call begins at <c>&lt;function=</c> in <c>&lt;tool_call&gt;</c>, or at the beginning of a line without it: the model is
/// known to leave the outer tag out. A value has the type that the tool's schema gives its parameter: text is taken as it is,
/// less one line feed at each end; anything else is read as JSON, and stays text where it is none, for the tool's schema to refuse.
/// </para>
/// </summary>
public sealed class QwenXmlDialect : ToolDialect
{
    /// <inheritdoc/>
    public override string Name => "qwen3-coder-xml";

    /// <inheritdoc/>
    public override string Example =>
        """
        <tool_call>
        <function=tool_name>
        <parameter=argument_name>
        value
        </parameter>
        </function>
        </tool_call>
        """;

    /// <inheritdoc/>
    public override string Guide =>
        $"""
        To call a tool, write its name and its arguments as tags. A value may have many lines; write it as it is, without escaping:
        {Example}
        You may make several calls in one answer. Their results come back in the same order, each within <tool_response></tool_response>.
        """;

    /// <inheritdoc/>
    public override string Render(DialectCall call)
    {
        var text = new StringBuilder($"<tool_call>\n<function={call.Name}>\n");
        if (call.Raw is { } raw)
            text.Append(raw).Append('\n');
        else
            WriteArguments(text, call.Arguments);
        return text.Append("</function>\n</tool_call>").ToString();
    }

    /// <inheritdoc/>
    public override string RenderResult(string tool, string text) => $"<tool_response>\n{text}\n</tool_response>";

    private protected override void WriteTools(StringBuilder text, IEnumerable<ToolDeclaration> tools)
    {
        text.Append("The tools that you can call stand within <tools></tools>:\n<tools>\n");
        foreach (var tool in tools)
        {
            text.Append("<function>\n<name>").Append(tool.Name).Append("</name>\n<description>").Append(tool.Description).Append("</description>\n<parameters>\n");
            if (tool.Parameters.TryGetProperty("properties", out var properties))
            {
                foreach (var property in properties.EnumerateObject())
                {
                    text.Append("<parameter>\n<name>").Append(property.Name).Append("</name>\n");
                    WriteKeys(text, property.Value);
                    text.Append("</parameter>\n");
                }
            }

            WriteKeys(text, tool.Parameters, except: ["type", "properties"]);
            text.Append("</parameters>\n</function>\n");
        }

        text.Append("</tools>\n");
    }

    private protected override Taken? Take(AnswerText answer, int at, DialectTools tools)
    {
        // What closes here has not been opened: a value of a call before held its own closing tags, and was cut off there.
        foreach (var tag in (ReadOnlySpan<string>)[QwenTags.ParameterClose, QwenTags.FunctionClose])
        {
            if (answer.Has(at, tag))
                return new Taken(at + tag.Length, Spoils: $"{tag} stands behind it: a value that holds the closing tags of a call cannot be told from the end of the call");
        }

        return new QwenCallReader(answer, tools).Read(at) is var (end, call) ? new Taken(end, call) : null;
    }

    private static void WriteArguments(StringBuilder text, JsonElement arguments)
    {
        foreach (var argument in arguments.EnumerateObject())
        {
            text.Append(QwenTags.ParameterOpen).Append(argument.Name).Append(">\n")
                .Append(argument.Value.ValueKind == JsonValueKind.String ? argument.Value.GetString() : DialectJson.Write(argument.Value))
                .Append('\n').Append(QwenTags.ParameterClose).Append('\n');
        }
    }

    private static void WriteKeys(StringBuilder text, JsonElement schema, params ReadOnlySpan<string> except)
    {
        if (schema.ValueKind != JsonValueKind.Object)
            return;
        foreach (var key in schema.EnumerateObject())
        {
            if (except.Contains(key.Name))
                continue;
            text.Append('<').Append(key.Name).Append('>')
                .Append(key.Value.ValueKind == JsonValueKind.String ? key.Value.GetString() : DialectJson.Write(key.Value))
                .Append("</").Append(key.Name).Append(">\n");
        }
    }
}
