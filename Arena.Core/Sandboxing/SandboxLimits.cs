namespace Arena.Core.Sandboxing;

/// <summary>What a sandboxed command may use up. Set with <c>prlimit</c>, so memory and files count per process.</summary>
/// <param name="MemoryBytes">Address space of each process. Default 1 GiB.</param>
/// <param name="CpuSeconds">Processor time of each process in seconds. Default 60.</param>
/// <param name="Processes">
/// Processes and threads at a time: of the sandbox under <c>bubblewrap</c>; under <c>process</c> set only where Arena is
/// root, times the number of processors, as it counts all commands together. Default 64.
/// </param>
/// <param name="FileBytes">Size of one written file in bytes. Default 64 MiB.</param>
/// <param name="OpenFiles">Open files of each process. Default 256.</param>
/// <param name="TemporaryBytes">Size of the private <c>/tmp</c> in bytes; under <c>bubblewrap</c> only. Default 64 MiB.</param>
public sealed record SandboxLimits(
    long MemoryBytes = 1L << 30, int CpuSeconds = 60, int Processes = 64, long FileBytes = 64L << 20, int OpenFiles = 256, long TemporaryBytes = 64L << 20)
{
    /// <summary>The limits of tools and checkers unless the host says otherwise.</summary>
    public static SandboxLimits Default { get; } = new();
}
