using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Arena.Core.Documents;

/// <summary>YAML to JSON by the core schema of YAML 1.2, with numbers kept digit for digit.</summary>
internal static partial class YamlJson
{
    // Aliases can nest a small document without end; nothing that people write is deeper.
    private const int MaxDepth = 40;

    public static string Write(YamlValue place, YamlNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(json, place, node, MaxDepth);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static bool IsNull(YamlScalarNode scalar) =>
        scalar is { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    private static void Write(Utf8JsonWriter json, YamlValue place, YamlNode node, int depth)
    {
        if (depth == 0)
            throw place.Error($"{place.Path} nests deeper than {MaxDepth} levels.");
        switch (node)
        {
            case YamlMappingNode map:
                json.WriteStartObject();
                foreach (var (key, value) in map.Children)
                {
                    json.WritePropertyName((key as YamlScalarNode)?.Value ?? throw place.Error("a key must be a plain text."));
                    Write(json, place, value, depth - 1);
                }

                json.WriteEndObject();
                break;
            case YamlSequenceNode list:
                json.WriteStartArray();
                foreach (var item in list.Children)
                    Write(json, place, item, depth - 1);
                json.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                WriteScalar(json, scalar);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
            json.WriteStringValue(text);
        else if (IsNull(scalar))
            json.WriteNullValue();
        else if (text is "true" or "True" or "TRUE")
            json.WriteBooleanValue(true);
        else if (text is "false" or "False" or "FALSE")
            json.WriteBooleanValue(false);
        else if (JsonNumber.IsMatch(text))
            json.WriteRawValue(text);
        else if (text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
            json.WriteNumberValue(hex);
        else
            json.WriteStringValue(text);
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonNumber { get; }
}
