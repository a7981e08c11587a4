namespace Arena.Core.Sandboxing;

/// <summary>The parts of a command line that both sandboxes share.</summary>
internal static class SandboxChain
{
    /// <summary>Gives up root for good: the user, its groups, and the way back through programs with the setuid bit.</summary>
    public static IEnumerable<string> DropRoot(uint? user) => user is { } id
        ? ["setpriv", $"--reuid={id}", $"--regid={id}", "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--"]
        : [];

    public static IEnumerable<string> Limit(SandboxLimits limits, int? processes)
    {
        yield return "prlimit";
        yield return $"--as={limits.MemoryBytes}";
        yield return $"--cpu={limits.CpuSeconds}";
        yield return $"--fsize={limits.FileBytes}";
        yield return $"--nofile={limits.OpenFiles}";
        yield return "--core=0";
        if (processes is { } count)
            yield return $"--nproc={count}";
        yield return "--";
    }

    public static Dictionary<string, string> Environment(string? pythonPrefix, string home) => new(StringComparer.Ordinal)
    {
        ["PATH"] = (pythonPrefix is null ? "" : $"{pythonPrefix}/bin:") + "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin",
        ["HOME"] = home,
        ["TMPDIR"] = home,
        ["LANG"] = "C.UTF-8",
        ["TZ"] = "UTC",
        ["PYTHONDONTWRITEBYTECODE"] = "1",
        ["PYTHONHASHSEED"] = "0",
    };
}
