using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Arena.Core.Tests;

namespace Arena.Cli.Tests;

/// <summary>A real process of Arena.</summary>
internal sealed class ArenaProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();

    private ArenaProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public string Output => Read(output);

    public string Errors => Read(errors);

    /// <summary>Starts the program of a project that was built beside this one.</summary>
    public static ArenaProcess Start(string project, params string[] arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration, project == "Arena.Cli" ? "arena.dll" : project + ".dll"));
        File.Exists(program).ShouldBeTrue($"{program} is not built");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ARENA_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        return new ArenaProcess(Process.Start(start)!);
    }

    public static Task<(int Code, string Output, string Errors)> RunAsync(string project, params string[] arguments) =>
        RunAsync(null, project, arguments);

    /// <summary>Runs a program that may take longer than others.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(TimeSpan? limit, string project, params string[] arguments)
    {
        await using var started = Start(project, arguments);
        return (await started.ExitAsync(limit), started.Output, started.Errors);
    }

    public async Task<int> ExitAsync(TimeSpan? limit = null)
    {
        await process.WaitForExitAsync().Within($"the end of process {Id}; it said: {Output}{Errors}", limit);
        return process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await ExitAsync();
    }

    /// <summary>Ctrl-C; or the polite request to end, where whoever started the tests has made all of them deaf to Ctrl-C.</summary>
    public void Interrupt() => Kill(process.Id, IsDeafToInterrupt() ? 15 : 2).ShouldBe(0);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private static bool IsDeafToInterrupt()
    {
        var ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
        return (Convert.ToUInt64(ignored, 16) & (1UL << 1)) != 0;
    }

    private static void Keep(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null)
                text.AppendLine(line);
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
