using System.Diagnostics;
using Arena.Core.Tests;

namespace Arena.Simulation.Tests;

/// <summary>Runs a program for Node with the exact packages of its lock file, or says why it cannot.</summary>
internal static class NodeProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Installs what the lock file of a test project's folder <c>javascript</c> names, in the build's output; the test is skipped where Node or npm is missing.</summary>
    /// <param name="project">The test project.</param>
    /// <param name="what">What is installed, for people.</param>
    /// <returns>The folder to run in.</returns>
    public static async Task<string> InstallAsync(string project, string what)
    {
        foreach (var program in new[] { "node", "npm" })
        {
            if (!Exists(program))
                Assert.Skip($"'{program}' is not on the PATH; with it, {what} is tried against the simulator.");
        }

        var source = Path.Combine(Repository.Root, "tests", project, "javascript");
        var folder = Path.Combine(AppContext.BaseDirectory, "javascript");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        // npm writes this file last, with what it has installed.
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(source, "package-lock.json")))
            return folder;
        var (code, _, errors) = await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
        if (code != 0 && Environment.GetEnvironmentVariable("CI") is null)
            Assert.Skip($"npm could not install {what}: {errors}");
        code.ShouldBe(0, errors);
        return folder;
    }

    /// <summary>Runs a script and gives what it printed.</summary>
    public static async Task<string> PrintedByAsync(string folder, string script, params string[] arguments)
    {
        var (code, output, errors) = await RunAsync("node", [script, .. arguments], folder);
        code.ShouldBe(0, errors);
        return output;
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string program, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await errors);
    }

    private static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
