using System.Text;
using Arena.Core.Storage;

namespace Arena.Core.Tools;

/// <summary>Cuts a long answer to what a model is shown: its beginning and its end, with a marker between them.</summary>
public static class OutputCap
{
    /// <summary>The most bytes of UTF-8 that a model is shown of one answer, marker included.</summary>
    public const int MaxBytes = 16 << 10;

    // Room for the marker; the rest is split so that the end, where test runners print their verdict, is kept too.
    private const int MarkerBytes = 200;
    private const int HeadBytes = (MaxBytes - MarkerBytes) * 3 / 4;
    private const int TailBytes = MaxBytes - MarkerBytes - HeadBytes;

    /// <summary>The answer as a model is shown it; where it was cut, the whole text is put into <paramref name="blobs"/>.</summary>
    public static async ValueTask<(string Text, BlobId? FullText)> ApplyAsync(string text, IBlobStore blobs, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MaxBytes)
            return (text, null);
        var bytes = Encoding.UTF8.GetBytes(text);
        var head = HeadBytes;
        while (IsContinuation(bytes[head]))
            head--;
        var tail = bytes.Length - TailBytes;
        while (IsContinuation(bytes[tail]))
            tail++;
        var id = await blobs.PutAsync(bytes, cancellationToken);
        return ($"{Encoding.UTF8.GetString(bytes, 0, head)}\n[... {tail - head} of {bytes.Length} bytes cut here ...]\n{Encoding.UTF8.GetString(bytes, tail, bytes.Length - tail)}", id);
    }

    // A character is never cut in two.
    private static bool IsContinuation(byte b) => (b & 0xC0) == 0x80;
}
