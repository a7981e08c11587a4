using Arena.Core.Campaigns;
using Arena.Core.Runs;

namespace Arena.Core.Storage;

/// <summary>How the events of a log become lines, for implementations that keep several kinds of logs alike.</summary>
/// <typeparam name="TEvent">The events.</typeparam>
/// <param name="Write">The event as one line of UTF-8.</param>
/// <param name="Read">Reads such a line; throws <see cref="System.Text.Json.JsonException"/>.</param>
/// <param name="IsLast">Whether no further event is expected soon, so that the log is made durable at once.</param>
public sealed record EventCodec<TEvent>(Func<TEvent, byte[]> Write, EventReader<TEvent> Read, Func<TEvent, bool> IsLast)
    where TEvent : LogEvent;

/// <summary>Reads one line.</summary>
public delegate TEvent EventReader<out TEvent>(ReadOnlySpan<byte> line);

/// <summary>The codecs of Arena's logs.</summary>
public static class EventCodecs
{
    /// <summary>Transcripts.</summary>
    public static EventCodec<RunEvent> Runs { get; } = new(RunEventJson.ToUtf8, RunEventJson.Parse, e => e is RunFinished);

    /// <summary>Campaign logs.</summary>
    public static EventCodec<CampaignEvent> Campaigns { get; } =
        new(CampaignEventJson.ToUtf8, CampaignEventJson.Parse, e => e is CampaignCreated or CampaignFinished);
}
