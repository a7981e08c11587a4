using System.Text.Json;

namespace Arena.Core.Storage.Files;

/// <summary>
/// The folder that holds everything Arena keeps, taken by one process at a time: whoever else asks is told who has it and at
/// which address it answers. The lock is the operating system's, so a dead process never leaves it behind.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const string LockName = "arena.lock";
    private const string HolderName = "arena.lock.json";
    private readonly FileStream lockFile;

    private DataFolder(string path, FileStream lockFile) => (Path, this.lockFile) = (path, lockFile);

    /// <summary>Absolute path of the folder.</summary>
    public string Path { get; }

    /// <summary>Takes the folder, making it where it does not exist.</summary>
    /// <exception cref="DataFolderInUseException">Another process has it.</exception>
    public static DataFolder Take(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(path);
        FileStream file;
        try
        {
            file = new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            throw new DataFolderInUseException(path, ReadHolder(path), e);
        }

        var folder = new DataFolder(path, file);
        folder.WriteHolder(null);
        return folder;
    }

    /// <summary>Who has the folder; null where nobody has.</summary>
    public static DataFolderHolder? HolderOf(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var file = System.IO.Path.Combine(path, LockName);
        if (!File.Exists(file))
            return null;
        try
        {
            using var _ = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return null;
        }
        catch (IOException)
        {
            return ReadHolder(path) ?? new DataFolderHolder(0, null);
        }
    }

    /// <summary>Tells others at which address this process answers.</summary>
    public void Announce(Uri address) => WriteHolder(address.ToString().TrimEnd('/'));

    /// <summary>The path of a file or folder in it.</summary>
    public string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(Combine(HolderName));
        lockFile.Dispose();
    }

    private void WriteHolder(string? address)
    {
        var temporary = Combine(HolderName + ".new");
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(new DataFolderHolder(Environment.ProcessId, address), JsonSerializerOptions.Web));
        File.Move(temporary, Combine(HolderName), overwrite: true);
    }

    private static DataFolderHolder? ReadHolder(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<DataFolderHolder>(File.ReadAllBytes(System.IO.Path.Combine(path, HolderName)), JsonSerializerOptions.Web);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>The process that has a data folder.</summary>
/// <param name="Pid">Its process id; 0 where it did not tell yet.</param>
/// <param name="Address">Where it answers; null where it serves nobody.</param>
public sealed record DataFolderHolder(int Pid, string? Address);
