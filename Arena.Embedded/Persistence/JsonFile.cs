using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Arena.Embedded.Runtime;

/// <summary>Whole JSON documents in files: a reader sees the one before or the one after a write, never a part.</summary>
internal static class JsonFile
{
    private const int ReadablePart = 60;

    public static async Task<T?> ReadAsync<T>(string path)
        where T : class
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<T>(stream, StateRecord.Json);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is not readable: {exception.Message}", exception);
        }
    }

    /// <summary>Writes beside the target, flushes to the disk, renames: a crash leaves at most a stray temporary file.</summary>
    public static async Task WriteAsync<T>(string path, T value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".tmp";
        await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await JsonSerializer.SerializeAsync(stream, value, StateRecord.Json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>
    /// A file name for any text: what of it is safe to read, then a digest of all of it, so that names differ even
    /// where file systems ignore case or the text is long.
    /// </summary>
    public static string Name(params ReadOnlySpan<string> parts)
    {
        var text = string.Join('\0', parts!);
        var readable = string.Concat(text.Take(ReadablePart).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return $"{readable}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(text)))[..16]}";
    }
}
