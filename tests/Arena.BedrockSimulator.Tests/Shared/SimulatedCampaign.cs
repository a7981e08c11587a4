using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Arena.Core.Runs;
using Arena.Core.Tests;

namespace Arena.Simulation.Tests;

/// <summary>A whole campaign by the command line, in a process of its own.</summary>
internal static class SimulatedCampaign
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs a campaign to its end.</summary>
    /// <param name="temporary">Where its data and its card are kept.</param>
    /// <param name="name">Keeps campaigns of one test apart.</param>
    /// <param name="card">The text of the model's card.</param>
    /// <param name="environment">Variables of the process; those that are null are taken away.</param>
    /// <param name="arguments">Further arguments of <c>arena run</c>.</param>
    /// <returns>The events of all its runs.</returns>
    public static async Task<List<RunEvent>> RunAsync(
        TemporaryFolder temporary, string name, string card, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var models = temporary.Combine("models", name);
        var data = temporary.Combine("data", name);
        Directory.CreateDirectory(models);
        await File.WriteAllTextAsync(Path.Combine(models, "simulated.yaml"), card);
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Arena.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "arena.dll"));
        var start = new ProcessStartInfo("dotnet", [program, "run", "simulated", "--models", models, "--data", data, "--suites", Repository.Suites, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment)
        {
            start.Environment.Remove(variable);
            if (value is not null)
                start.Environment[variable] = value;
        }

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

        process.ExitCode.ShouldBe(0, await output + await errors);
        return
        [
            .. Directory.EnumerateFiles(data, "*.jsonl", SearchOption.AllDirectories)
                .Where(file => Path.GetDirectoryName(file)!.Contains("runs", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .SelectMany(File.ReadAllLines)
                .Select(line => RunEventJson.Parse(Encoding.UTF8.GetBytes(line))),
        ];
    }

    /// <summary>How each run ended, and after how much.</summary>
    public static ImmutableSortedDictionary<string, string> Verdicts(IEnumerable<RunEvent> events)
    {
        var verdicts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var run = "";
        foreach (var e in events)
        {
            if (e is RunCreated created)
                run = $"{created.Task}/{created.Run}";
            else if (e is RunFinished finished)
                verdicts[run] = $"{finished.Outcome} {finished.FailureMode}, {finished.Totals.Turns} turns, {finished.Totals.ToolCalls} tool calls";
        }

        return verdicts.ToImmutable();
    }
}
