using System.Diagnostics;
using Arena.Core.Configuration;
using Arena.Core.Sandboxing;
using Arena.Core.Storage;
using Arena.Core.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace Arena.Bench;

/// <summary>A whole campaign with real tools and checkers, no model behind it: where the time goes.</summary>
internal static class CampaignBench
{
    private const string Model = "scripted/qwen3-coder-next";
    private const string Suite = "agentic-core-v1";

    public static async Task RunAsync()
    {
        var settings = ArenaSettings.Load(new Dictionary<string, string>(StringComparer.Ordinal));
        using var folders = new WorkspaceFolders();
        using var slots = new SandboxSlots();
        var sandbox = new TimedSandbox(await SandboxSelection.ChooseAsync(folders, slots, settings.AllowUnsandboxed, CancellationToken.None));
        await using var arena = BenchArena.OfSuites(
            settings, provider => new WorkspaceRunEnvironmentFactory(sandbox, provider.GetRequiredService<IBlobStore>(), folders));
        await arena.StartAsync();

        using var self = Process.GetCurrentProcess();
        var cpu = self.TotalProcessorTime;
        var took = await arena.RunAsync("bench", Suite, Model, repetitions: null, parallel: null);
        self.Refresh();
        cpu = self.TotalProcessorTime - cpu;

        var (tools, checkers) = (sandbox.Runs.Where(run => !run.IsChecker).ToList(), sandbox.Runs.Where(run => run.IsChecker).ToList());
        Table.Row($"`{Model}` on `{Suite}` (30 runs), no model latency (s)", Seconds(took), "<= 20");
        Table.Row($"   while a sandboxed command ran ({tools.Count} tool commands and {checkers.Count} checkers)", Seconds(sandbox.Busy()), "");
        Table.Row("   Arena's own: no command ran (s)", Seconds(took - sandbox.Busy()), "<= 5");
        Table.Row("   Arena's own processor time (s)", Seconds(cpu), "");
        Table.Row("   tool commands, one after the other (s)", Seconds(Sum(tools)), "");
        Table.Row("   checkers, one after the other (s)", Seconds(Sum(checkers)), "");
    }

    private static TimeSpan Sum(IEnumerable<TimedSandbox.Ran> runs) => runs.Aggregate(TimeSpan.Zero, (sum, run) => sum + run.Duration);

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.0}";
}
