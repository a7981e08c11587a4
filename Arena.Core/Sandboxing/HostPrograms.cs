using System.Diagnostics;

namespace Arena.Core.Sandboxing;

/// <summary>Finds programs of the host.</summary>
internal static class HostPrograms
{
    public static bool Exists(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':')
        .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));

    /// <summary>
    /// The folder that holds the Python that <c>python3</c> really is, where that is outside <c>/usr</c> (version managers
    /// put a script on the path); null where the system's own is meant or there is none.
    /// </summary>
    public static async Task<string?> PythonPrefixAsync(CancellationToken cancellationToken)
    {
        if (!Exists("python3"))
            return null;
        var (exit, output) = await RunAsync(["python3", "-I", "-c", "import sys; print(sys.base_prefix)"], cancellationToken);
        var prefix = output.Trim();
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return exit != 0 || !prefix.StartsWith('/') || prefix == "/" || prefix == "/usr" || prefix.StartsWith("/usr/", StringComparison.Ordinal)
            || (home + "/").StartsWith(prefix + "/", StringComparison.Ordinal) ? null : prefix;
    }

    /// <summary>Runs a program of the host with the host's environment and returns its exit code and output.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var process = await ProcessStarter.StartAsync(new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        });
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output + await error);
    }
}
