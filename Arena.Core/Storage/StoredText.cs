using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Core.Storage;

/// <summary>
/// A text of an event. Up to <see cref="InlineLimit"/> it stands in the event as a JSON string; a longer one is a blob, and the
/// event holds <c>{ "blob", "bytes", "head" }</c>.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed record StoredText
{
    /// <summary>The most bytes of UTF-8 that stand in an event: 64 KiB.</summary>
    public const int InlineLimit = 64 * 1024;

    private const int HeadLength = 512;

    private StoredText(string shown, BlobId? blob, long bytes) => (Shown, Blob, Bytes) = (shown, blob, bytes);

    /// <summary>The empty text.</summary>
    public static StoredText Empty { get; } = new("", null, 0);

    /// <summary>The whole text, or its first 512 characters where it is a blob.</summary>
    public string Shown { get; }

    /// <summary>Where the whole text is, if not in <see cref="Shown"/>.</summary>
    public BlobId? Blob { get; }

    /// <summary>Length of the whole text in bytes of UTF-8.</summary>
    public long Bytes { get; }

    /// <summary>A text that is known to be short.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="InlineLimit"/>.</exception>
    public static StoredText Inline(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= InlineLimit
            ? new StoredText(text, null, bytes)
            : throw new ArgumentException($"A text of {bytes} bytes must be a blob; at most {InlineLimit} stand in an event.", nameof(text));
    }

    /// <summary>Stores a text of any length.</summary>
    public static async ValueTask<StoredText> StoreAsync(string text, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes <= InlineLimit)
            return new StoredText(text, null, bytes);
        var blob = await blobs.PutAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        var cut = char.IsHighSurrogate(text[HeadLength - 1]) ? HeadLength - 1 : HeadLength;
        return new StoredText(text[..cut], blob, bytes);
    }

    /// <summary>The whole text.</summary>
    /// <exception cref="BlobMissingException">It is a blob that cannot be read.</exception>
    public async ValueTask<string> ReadAsync(IBlobStore blobs, CancellationToken cancellationToken) =>
        Blob is { } blob ? Encoding.UTF8.GetString((await blobs.GetAsync(blob, cancellationToken)).Span) : Shown;

    internal sealed class Converter : JsonConverter<StoredText>
    {
        public override StoredText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                var text = reader.GetString()!;
                return new StoredText(text, null, Encoding.UTF8.GetByteCount(text));
            }

            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            return new StoredText(
                root.GetProperty("head").GetString()!,
                BlobId.Parse(root.GetProperty("blob").GetString()!),
                root.GetProperty("bytes").GetInt64());
        }

        public override void Write(Utf8JsonWriter writer, StoredText value, JsonSerializerOptions options)
        {
            if (value.Blob is not { } blob)
            {
                writer.WriteStringValue(value.Shown);
                return;
            }

            writer.WriteStartObject();
            writer.WriteString("blob", blob.Value);
            writer.WriteNumber("bytes", value.Bytes);
            writer.WriteString("head", value.Shown);
            writer.WriteEndObject();
        }
    }
}
