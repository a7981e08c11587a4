using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Arena.Core.Storage;

/// <summary>The address of a blob: <c>sha256-</c> and the SHA-256 of its bytes in lower-case hexadecimal.</summary>
/// <param name="Value">The address as text, 71 characters.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct BlobId(string Value)
{
    private const string Prefix = "sha256-";

    /// <summary>The address that <paramref name="content"/> has in every store.</summary>
    public static BlobId Of(ReadOnlySpan<byte> content) => new(Prefix + Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Reads an address and refuses anything else, so that an address can serve as a file name.</summary>
    /// <exception cref="FormatException">The text is not an address.</exception>
    public static BlobId Parse(string text)
    {
        if (text.Length == Prefix.Length + 64
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && !text.AsSpan(Prefix.Length).ContainsAnyExcept("0123456789abcdef"))
        {
            return new BlobId(text);
        }

        throw new FormatException($"'{text}' is no blob address; expected sha256- and 64 lower-case hexadecimal digits.");
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    internal sealed class Converter : JsonConverter<BlobId>
    {
        public override BlobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString() ?? throw new JsonException("A blob address is a string."));

        public override void Write(Utf8JsonWriter writer, BlobId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
