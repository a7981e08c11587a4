namespace Arena.Core.Workspaces;

/// <summary>How large a workspace may grow.</summary>
/// <param name="Entries">Files, links and folders together. Default 2,000.</param>
/// <param name="FileBytes">Size of one file in bytes. Default 16 MiB.</param>
/// <param name="TotalBytes">Sum of the sizes in bytes. Default 64 MiB.</param>
public sealed record WorkspaceLimits(int Entries = 2_000, long FileBytes = 16L << 20, long TotalBytes = 64L << 20)
{
    /// <summary>The limits of every run unless the host says otherwise.</summary>
    public static WorkspaceLimits Default { get; } = new();
}
