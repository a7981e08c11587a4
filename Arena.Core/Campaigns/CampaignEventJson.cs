using System.Text.Json;
using System.Text.Json.Serialization;
using Arena.Core.Storage;

namespace Arena.Core.Campaigns;

/// <summary>The stored form of campaign logs: one JSON object per line, camelCase, nulls left out.</summary>
public static partial class CampaignEventJson
{
    private static readonly CampaignJsonContext Shared = new(EventJson.Options());

    /// <summary>How events are written and read.</summary>
    public static JsonSerializerOptions Options => Shared.Options;

    /// <summary>The event as one line of UTF-8, without the line's end.</summary>
    public static byte[] ToUtf8(CampaignEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, Shared.CampaignEvent);

    /// <summary>Reads what <see cref="ToUtf8"/> wrote.</summary>
    /// <exception cref="JsonException">The line is no event of this version.</exception>
    public static CampaignEvent Parse(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, Shared.CampaignEvent) ?? throw new JsonException("An event is an object, not null.");

    [JsonSerializable(typeof(CampaignEvent))]
    private sealed partial class CampaignJsonContext : JsonSerializerContext;
}
