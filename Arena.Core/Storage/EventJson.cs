using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Core.Storage;

/// <summary>What the stored forms of all events have in common: camelCase, nulls left out, text readable as it is.</summary>
internal static class EventJson
{
    public static JsonSerializerOptions Options() => new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowOutOfOrderMetadataProperties = true,
        // Logs are files and JSON bodies, never spliced into HTML; escaping <, > and & would only hurt the reader.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
