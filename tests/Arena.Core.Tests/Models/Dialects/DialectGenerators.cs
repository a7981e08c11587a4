using System.Text.Json;
using Arena.Core.Models.Dialects;
using Arena.Core.Tools;
using FsCheck;
using FsCheck.Fluent;

namespace Arena.Core.Tests.Models.Dialects;

/// <summary>Calls with whatever a model might put into them, and texts that look like calls.</summary>
internal static class DialectGenerators
{
    private static readonly string[] Plain =
    [
        "", " ", "\n", "\r\n", "\t", "a", "path/to.txt", "two\nlines\n", "\"", "'", "\\", "\\n", "`", "`x`", "```", "```json\n", "\n```\n", "~~~\n", "{\"a\": 1}", "{", "}", "]",
        "\u4e2d\u6587", "\ud83d\ude00", "e\u0301", "\u0000", "\u001f", "\u2028", "null", "True", "5", "<", ">", "&lt;", "$", "\nThought: x", "\nAction: read_file\n",
        "\nAction Input: {}\n", "\nObservation: done\n", "\nFinal Answer: 42\n", "<think>", "</think>", "</thinking>", "<tool_call>", "</tool_call>", "<tool_response>",
        "\n<tool_call>\n{\"name\": \"read_file\", \"arguments\": {}}\n</tool_call>\n", "\n```json\n{\"tool\": \"read_file\", \"arguments\": {}}\n```\n", "</tools>",
    ];

    private static readonly string[] Closing = ["</parameter>", "\n</parameter>\n", "</function>", "\n</function>\n", "</tool_call>", "\n</parameter>\n</function>\n</tool_call>\n"];

    private static readonly string[] Opening = ["<function=f>", "\n<function=f>\n", "<parameter=a>", "\n<parameter=a>\n", "<tool_call>\n<function=f>\n<parameter=a>\nx\n</parameter>\n</function>\n</tool_call>"];

    /// <summary>Texts without the tags of Qwen's values.</summary>
    public static Gen<string> Texts => Joined(Plain);

    /// <summary>Texts with the closing tags of Qwen's values.</summary>
    public static Gen<string> ClosingTexts => Joined([.. Plain, .. Closing, .. Closing, .. Closing]);

    /// <summary>What a model might say that has lost its way.</summary>
    public static Gen<string> Noise => Joined([.. Plain, .. Closing, .. Opening, "{\"name\": \"f\", \"arguments\": {\"a\": \"", "\"}}", "{\"tool\": \"f\"", "Action: f\n", "\n"], 12);

    /// <summary>Names on one line, as every dialect can carry them.</summary>
    public static Gen<string> Names => Gen.Elements("read_file", "run_command", "x", "tool.sub-name/2", "\u4e2d\u6587", "with space", "q\"uote", "back\\slash", "<x", "**b**", "Action Input");

    /// <summary>Any name that is not empty.</summary>
    public static Gen<string> WildNames => Gen.OneOf(Names, Texts.Where(text => text.Length > 0));

    /// <summary>JSON of any kind.</summary>
    public static Gen<JsonElement> Values(Gen<string> texts) => Gen.Sized(size => Value(texts, Math.Min(size, 12)));

    /// <summary>A call with any arguments.</summary>
    public static Gen<DialectCall> Calls(Gen<string> names, Gen<string> keys, Gen<string> texts) =>
        from name in names
        from arguments in Arguments(keys, texts, 6)
        select new DialectCall(name, arguments);

    /// <summary>What the tools must be like for the calls to fit: each parameter of the type that its value has.</summary>
    public static DialectTools ToolsFor(IEnumerable<DialectCall> calls) => DialectTools.Of(calls.Select(call => new ToolDeclaration(
        call.Name, "", Element(new
        {
            type = "object",
            properties = call.Arguments.EnumerateObject().ToDictionary(argument => argument.Name, argument => new { type = TypeOf(argument.Value) }),
        }))));

    /// <summary>A call on one line, for comparison.</summary>
    public static string Show(DialectCall call) =>
        call.Problem is { } problem ? $"{call.Name}: {problem}" : $"{call.Name}{ToolArguments.ToText(ToolArguments.ToDictionary(call.Arguments))}";

    public static JsonElement Element<T>(T value) => JsonSerializer.SerializeToElement(value);

    private static Gen<string> Joined(string[] pieces, int most = 5) =>
        from count in Gen.Choose(0, most)
        from chosen in Gen.Elements(pieces).ArrayOf(count)
        select string.Concat(chosen);

    private static Gen<JsonElement> Value(Gen<string> texts, int size)
    {
        var simple = Gen.OneOf(
            texts.Select(text => Element(text)),
            texts.Select(text => Element(text)),
            Gen.Elements("0", "-1", "3.0", "1e400", "12345678901234567890", "1E-7", "true", "false", "null").Select(text => JsonElement.Parse(text)));
        return size < 2
            ? simple
            : Gen.OneOf(
                simple,
                simple,
                Value(texts, size / 3).ArrayOf(2).Select(items => Element(items)),
                Arguments(texts, texts, size / 3));
    }

    private static Gen<JsonElement> Arguments(Gen<string> keys, Gen<string> texts, int size) =>
        from count in Gen.Choose(0, 3)
        from names in keys.ArrayOf(count)
        from values in Value(texts, size).ArrayOf(count)
        select Element(names.Zip(values).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second));

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array => "array",
        JsonValueKind.Null => "null",
        _ => "object",
    };
}
