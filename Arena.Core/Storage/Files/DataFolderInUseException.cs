namespace Arena.Core.Storage.Files;

/// <summary>Another process has the data folder.</summary>
public sealed class DataFolderInUseException(string path, DataFolderHolder? holder, Exception? inner = null) : IOException(
    $"The data folder {path} is in use by "
        + (holder is { Pid: > 0 } ? $"process {holder.Pid}" : "another process")
        + (holder?.Address is { } address ? $", which answers at {address}. Use it with --server {address}, stop it, " : ". Stop it, ")
        + "or choose another folder with --data.",
    inner)
{
    /// <summary>Who has it, as far as known.</summary>
    public DataFolderHolder? Holder { get; } = holder;
}
