using Microsoft.Win32.SafeHandles;

namespace Arena.Core.Storage.Files;

/// <summary>
/// One file of lines, its length and the offset of every line known. A file that is being written stays open for the next line, as
/// long as not too many do.
/// </summary>
internal sealed class JsonLinesFile : IDisposable
{
    // Well below what any Linux lets a process have open.
    private const int MostOpen = 1500;
    private const byte NewLine = (byte)'\n';
    private static int open;

    private readonly Lock gate = new();
    private readonly List<long> ends = [];
    private readonly bool readOnly;
    private SafeFileHandle? writer;
    private string? broken;

    public JsonLinesFile(string path, bool readOnly, Action<TornLine>? onTorn)
    {
        Path = path;
        this.readOnly = readOnly;
        if (readOnly || !File.Exists(path))
            return;
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(handle);
        Scan(handle, length);
        var end = End;
        if (end == length)
            return;
        RandomAccess.SetLength(handle, end);
        RandomAccess.FlushToDisk(handle);
        onTorn?.Invoke(new TornLine(path, ends.Count + 1, length - end));
    }

    public string Path { get; }

    public WakeUp WakeUp { get; } = new();

    private long End => ends is [.., var last] ? last : 0;

    public bool TryAppend(long expected, byte[][] lines)
    {
        lock (gate)
        {
            if (readOnly)
                throw new InvalidOperationException($"{Path} was opened for reading only.");
            if (broken is not null)
                throw new IOException($"{Path} cannot be written since an earlier write failed: {broken}");
            if (ends.Count != expected)
                return false;
            var start = End;
            if (start == 0)
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            var batch = Join(lines);
            writer ??= Open();
            try
            {
                Write(writer, batch, start);
            }
            finally
            {
                if (Volatile.Read(ref open) > MostOpen)
                    Close();
            }

            foreach (var line in lines)
                ends.Add(End + line.Length + 1);
            return true;
        }
    }

    /// <summary>Closes the file until it is written again.</summary>
    public void Close()
    {
        lock (gate)
        {
            if (writer is null)
                return;
            writer.Dispose();
            writer = null;
            Interlocked.Decrement(ref open);
        }
    }

    public void Dispose() => Close();

    public List<ReadOnlyMemory<byte>> Read(long after)
    {
        long[] bounds;
        lock (gate)
        {
            if (readOnly)
                Follow();
            if (after >= ends.Count)
                return [];
            bounds = [after == 0 ? 0 : ends[(int)after - 1], .. ends[(int)after..]];
        }

        var bytes = new byte[bounds[^1] - bounds[0]];
        using (var handle = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            ReadAll(handle, bytes, bounds[0]);
        var lines = new List<ReadOnlyMemory<byte>>(bounds.Length - 1);
        for (var i = 1; i < bounds.Length; i++)
            lines.Add(bytes.AsMemory((int)(bounds[i - 1] - bounds[0]), (int)(bounds[i] - bounds[i - 1] - 1)));
        return lines;
    }

    // Another process writes the file: what it has added is found here, and a line that it has not finished is not touched.
    private void Follow()
    {
        if (!File.Exists(Path))
            return;
        using var handle = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Scan(handle, RandomAccess.GetLength(handle));
    }

    private SafeFileHandle Open()
    {
        var handle = File.OpenHandle(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        Interlocked.Increment(ref open);
        return handle;
    }

    private void Write(SafeFileHandle handle, byte[] batch, long start)
    {
        try
        {
            RandomAccess.Write(handle, batch, start);
        }
        catch (IOException e)
        {
            // A full disk may have taken a part. Nothing of the batch may remain, or the next append would follow half a line.
            try
            {
                RandomAccess.SetLength(handle, start);
            }
            catch (IOException)
            {
                broken = e.Message;
            }

            throw;
        }
    }

    private void Scan(SafeFileHandle handle, long length)
    {
        var buffer = new byte[64 * 1024];
        for (var offset = End; offset < length;)
        {
            var read = RandomAccess.Read(handle, buffer, offset);
            if (read == 0)
                return;
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] == NewLine)
                    ends.Add(offset + i + 1);
            }

            offset += read;
        }
    }

    private static void ReadAll(SafeFileHandle handle, Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(handle, bytes, offset);
            if (read == 0)
                throw new EndOfStreamException("The file became shorter while it was in use.");
            bytes = bytes[read..];
            offset += read;
        }
    }

    private static byte[] Join(byte[][] lines)
    {
        var batch = new byte[lines.Sum(line => line.Length + 1)];
        var at = 0;
        foreach (var line in lines)
        {
            line.CopyTo(batch, at);
            at += line.Length;
            batch[at++] = NewLine;
        }

        return batch;
    }
}
