using System.Text;
using System.Text.Json;
using Arena.Core.Campaigns;

namespace Arena.Core.Runs;

/// <summary>A transcript as one JSON document: <c>{ "run": ..., "events": [...] }</c>.</summary>
public static class TranscriptJson
{
    /// <summary>Writes the document.</summary>
    /// <param name="run">The run.</param>
    /// <param name="events">Its events.</param>
    /// <param name="options">How the run is written; events are always written as they are stored.</param>
    public static string Write(RunView run, IEnumerable<RunEvent> events, JsonSerializerOptions options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = options.Encoder }))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("run");
            JsonSerializer.Serialize(writer, run, options);
            writer.WriteStartArray("events");
            foreach (var e in events)
                writer.WriteRawValue(RunEventJson.ToUtf8(e), skipInputValidation: true);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
