using System.Buffers.Binary;
using System.Text;

namespace Arena.BedrockSimulator.Wire;

/// <summary>
/// One message of an event stream: total length, length of the headers, CRC of these eight bytes, headers, payload, CRC of all
/// before; numbers are big-endian.
/// </summary>
internal static class EventStreamFrame
{
    private const byte StringType = 7;

    /// <summary>An event.</summary>
    public static byte[] Event(string type, string json) => Message(json, (":event-type", type), (":content-type", "application/json"), (":message-type", "event"));

    /// <summary>An exception that ends the stream.</summary>
    public static byte[] Exception(string type, string json) => Message(json, (":exception-type", type), (":content-type", "application/json"), (":message-type", "exception"));

    private static byte[] Message(string json, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var payload = Encoding.UTF8.GetBytes(json);
        using var head = new MemoryStream();
        Span<byte> length = stackalloc byte[2];
        foreach (var (name, value) in headers)
        {
            var text = Encoding.UTF8.GetBytes(value);
            head.WriteByte((byte)name.Length);
            head.Write(Encoding.ASCII.GetBytes(name));
            head.WriteByte(StringType);
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)text.Length);
            head.Write(length);
            head.Write(text);
        }

        var message = new byte[12 + head.Length + payload.Length + 4];
        BinaryPrimitives.WriteUInt32BigEndian(message, (uint)message.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), (uint)head.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), Crc32.Of(message.AsSpan(0, 8)));
        head.ToArray().CopyTo(message, 12);
        payload.CopyTo(message, 12 + (int)head.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(message.Length - 4), Crc32.Of(message.AsSpan(0, message.Length - 4)));
        return message;
    }
}
