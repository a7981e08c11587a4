using System.Text.Json;
using System.Text.Json.Serialization;
using Arena.Core.Storage;

namespace Arena.Core.Runs;

/// <summary>The stored form of transcripts: one JSON object per line, camelCase, nulls left out, text readable as it is.</summary>
public static partial class RunEventJson
{
    private static readonly RunJsonContext Shared = new(EventJson.Options());

    /// <summary>How events are written and read.</summary>
    public static JsonSerializerOptions Options => Shared.Options;

    /// <summary>The event as one line of UTF-8, without the line's end.</summary>
    public static byte[] ToUtf8(RunEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, Shared.RunEvent);

    /// <summary>Reads what <see cref="ToUtf8"/> wrote.</summary>
    /// <exception cref="JsonException">The line is no event of this version.</exception>
    public static RunEvent Parse(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, Shared.RunEvent) ?? throw new JsonException("An event is an object, not null.");

    /// <summary>The events as JSON Lines.</summary>
    public static byte[] ToJsonLines(IEnumerable<RunEvent> events)
    {
        using var stream = new MemoryStream();
        foreach (var e in events)
        {
            stream.Write(ToUtf8(e));
            stream.WriteByte((byte)'\n');
        }

        return stream.ToArray();
    }

    [JsonSerializable(typeof(RunEvent))]
    private sealed partial class RunJsonContext : JsonSerializerContext;
}
