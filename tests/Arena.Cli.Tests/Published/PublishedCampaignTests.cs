using System.Globalization;
using System.Text.Json;
using Arena.Core.Models;
using Arena.Core.Runs;
using Arena.Core.Suites;
using Arena.Core.Tests;

namespace Arena.Cli.Tests.Published;

/// <summary>
/// The published campaigns, run again by scripts that do what the reports say their models did: real tools, real checkers, and
/// every cell compared with what was published.
/// </summary>
public sealed class PublishedCampaignTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public static TheoryData<string> Campaigns() => [.. PublishedCampaign.Names];

    [Theory]
    [MemberData(nameof(Campaigns))]
    public async Task Run_OfAReEnactment_ComesToEveryPublishedFigure(string name)
    {
        var published = PublishedCampaign.Load(name);
        var run = await CliAsync("run", published.Card, "--id", name, "--json");
        run.Code.ShouldBe(0, run.Errors);
        var campaign = JsonDocument.Parse(run.Output).RootElement;
        var metrics = JsonDocument.Parse((await CliAsync("metrics", name, "--json")).Output).RootElement.EnumerateArray().ToList();

        campaign.GetProperty("modelNotes").GetString()!.ShouldStartWith("re-enactment of a published campaign, not the model");
        campaign.GetProperty("total").GetInt32().ShouldBe(published.Runs);
        campaign.GetProperty("passed").GetInt32().ShouldBe(published.Passed, published.Source);
        ShouldRoundTo(campaign.GetProperty("costUsd").GetDecimal(), published.TotalUsd);
        ShouldRoundTo(campaign.GetProperty("costPerPassUsd").GetDecimal(), published.PerPassUsd);

        var tasks = campaign.GetProperty("tasks").EnumerateArray().ToDictionary(task => task.GetProperty("task").GetString()!);
        tasks.Keys.ShouldBe(published.Tasks.Select(task => task.Id));
        var modes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var expected in published.Tasks)
        {
            var task = tasks[expected.Id];
            task.GetProperty("passed").GetInt32().ShouldBe(expected.Passed, $"{published.Source}: {expected.Id}");
            var failed = task.GetProperty("failedRuns").EnumerateArray().ToDictionary(r => $"R{r.GetProperty("n").GetInt32()}", r => r.GetProperty("mode").GetString()!);
            if (expected.Failed.Count > 0)
                failed.ShouldBe(expected.Failed, ignoreOrder: true, expected.Id);
            foreach (var mode in failed.Values)
                modes[mode] = modes.GetValueOrDefault(mode) + 1;
            ShouldHaveToolCalls(expected, [.. metrics.Where(m => m.GetProperty("task").GetString() == expected.Id)]);
        }

        modes.ShouldBe(published.FailureModes, ignoreOrder: true);
        ShouldNeverSettleAboveAReservation(name);
    }

    [Theory]
    [MemberData(nameof(Campaigns))]
    public void Card_OfAReEnactment_ClaimsThePublishedLatencies(string name)
    {
        var published = PublishedCampaign.Load(name);
        var script = new ModelCatalog(Repository.Models).Get(published.Card).Script!;
        foreach (var task in SuiteLoader.Load(Path.Combine(Repository.Root, "suites", "agentic-core-v1")).Tasks)
        {
            var expected = published.Tasks.Single(t => t.Id == task.Id);
            var seconds = Enumerable.Range(1, 3).ToDictionary(n => $"R{n}", n => (decimal)script.TurnsFor(task, n).Sum(turn => turn.Latency.TotalSeconds));
            seconds.Values.ShouldAllBe(s => s > 0m, $"{task.Id}: each run takes its time");
            foreach (var (run, told) in expected.Seconds)
                ShouldRoundTo(seconds[run], told);
            if (expected.AverageSeconds is { } average)
                ShouldRoundTo(seconds.Values.Average(), average);
        }
    }

    public void Dispose() => temporary.Dispose();

    private static void ShouldHaveToolCalls(PublishedTask expected, List<JsonElement> runs)
    {
        var calls = runs.ToDictionary(m => $"R{m.GetProperty("n").GetInt32()}", m => m.GetProperty("toolCalls").GetInt32());
        foreach (var (run, told) in expected.ToolCalls)
        {
            var bounds = told.Split('-').Select(bound => int.Parse(bound, CultureInfo.InvariantCulture)).ToList();
            calls[run].ShouldBeInRange(bounds[0], bounds[^1], $"{expected.Id} {run}");
        }

        if (expected.AverageToolCalls is { } average)
            ShouldRoundTo((decimal)calls.Values.Average(), average);
        foreach (var run in runs.Where(m => m.GetProperty("toolCalls").GetInt32() == 0))
            run.GetProperty("signals").GetProperty("noEngagement").GetBoolean().ShouldBeTrue();
    }

    // What was published was rounded: the measured figure must round to the same digits.
    private static void ShouldRoundTo(decimal measured, string published)
    {
        var digits = published.Contains('.', StringComparison.Ordinal) ? published.Length - published.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        Math.Round(measured, digits, MidpointRounding.AwayFromZero).ToString("F" + digits, CultureInfo.InvariantCulture).ShouldBe(published);
    }

    private void ShouldNeverSettleAboveAReservation(string campaign)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(temporary.Combine("data"), "campaigns", campaign, "runs"), "*.jsonl", SearchOption.AllDirectories))
        {
            var events = File.ReadLines(file).Select(line => RunEventJson.Parse(System.Text.Encoding.UTF8.GetBytes(line))).ToList();
            foreach (var completed in events.OfType<ModelCallCompleted>())
            {
                var started = events.OfType<ModelCallStarted>().Last(e => e.Call == completed.Call && e.Attempt == completed.Attempt);
                completed.CostUsd!.Value.ShouldBeLessThanOrEqualTo(started.ReservedUsd!.Value, $"{file}, call {completed.Call}");
            }
        }
    }

    private Task<(int Code, string Output, string Errors)> CliAsync(params string[] arguments) =>
        ArenaProcess.RunAsync(TimeSpan.FromMinutes(3), "Arena.Cli", [.. arguments, "--data", temporary.Combine("data")]);
}
