using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Runtime.Documents;

namespace Arena.Core.Models.Bedrock;

/// <summary>JSON to and from the SDK's own form of it. Whole numbers beyond 64 bits and the form of decimals (1.0) are not kept: the SDK has no place for them.</summary>
internal static class BedrockDocuments
{
    /// <summary>An empty object; a document that was never set would be left out of a request.</summary>
    public static Document EmptyObject => new(new Dictionary<string, Document>());

    public static Document Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new Document(value.EnumerateObject().ToDictionary(property => property.Name, property => Of(property.Value))),
        JsonValueKind.Array => new Document(value.EnumerateArray().Select(Of).ToList()),
        JsonValueKind.String => new Document(value.GetString()),
        JsonValueKind.True => new Document(true),
        JsonValueKind.False => new Document(false),
        JsonValueKind.Number when value.TryGetInt32(out var number) => new Document(number),
        JsonValueKind.Number when value.TryGetInt64(out var number) => new Document(number),
        JsonValueKind.Number => new Document(value.GetDouble()),
        _ => default,
    };

    public static string ToJson(Document value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(json, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Document value)
    {
        switch (value.Type)
        {
            case DocumentType.Dictionary:
                json.WriteStartObject();
                foreach (var (key, item) in value.AsDictionary())
                {
                    json.WritePropertyName(key);
                    Write(json, item);
                }

                json.WriteEndObject();
                break;
            case DocumentType.List:
                json.WriteStartArray();
                foreach (var item in value.AsList())
                    Write(json, item);
                json.WriteEndArray();
                break;
            case DocumentType.String:
                json.WriteStringValue(value.AsString());
                break;
            case DocumentType.Bool:
                json.WriteBooleanValue(value.AsBool());
                break;
            case DocumentType.Int:
                json.WriteNumberValue(value.AsInt());
                break;
            case DocumentType.Long:
                json.WriteNumberValue(value.AsLong());
                break;
            case DocumentType.Double:
                json.WriteNumberValue(value.AsDouble());
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
