using System.Net.Http.Json;
using System.Text.Json;
using Arena.Core.Tests;

namespace Arena.Cli.Tests;

/// <summary>A real host, a campaign in flight, <c>kill -9</c>, and a second host on the same data.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    [Fact]
    public async Task KilledHost_StartedAgain_FinishesEveryRunAndRepeatsNoCompletedCall()
    {
        const int Turns = 4;
        string[] options = ["--data", temporary.Combine("data"), "--models", SlowModels.Write(temporary, Turns), "--address", "http://127.0.0.1:0"];
        Dictionary<string, byte[]> before;
        await using (var first = ArenaProcess.Start("Arena.AppHost", options))
        {
            using var http = await ConnectAsync(first);
            using var started = await http.PostAsJsonAsync("/api/campaigns", new { suite = "agentic-core-v1", model = SlowModels.Id, tasks = new[] { "task_01", "task_09" }, repetitions = 4, id = "killed", scriptedLatency = 1 });
            started.IsSuccessStatusCode.ShouldBeTrue(await started.Content.ReadAsStringAsync());
            await Deadline.Until(
                () => http.GetFromJsonAsync<JsonElement>("/api/campaigns/killed/runs"),
                runs => runs.EnumerateArray().Sum(run => run.GetProperty("turns").GetInt32()) >= 10, "ten completed model calls");
            await first.KillAsync();
            before = Transcripts();
        }

        await using var second = ArenaProcess.Start("Arena.AppHost", options);
        using var client = await ConnectAsync(second);
        var campaign = await Deadline.Until(
            () => client.GetFromJsonAsync<JsonElement>("/api/campaigns/killed"),
            c => c.GetProperty("status").GetString() == "finished", "the end of the campaign");

        campaign.GetProperty("finished").GetInt32().ShouldBe(8);
        campaign.GetProperty("infrastructureErrors").GetInt32().ShouldBe(0);
        before.Count.ShouldBeGreaterThan(0);
        var abandoned = 0;
        foreach (var (path, bytes) in Transcripts())
        {
            var events = (await File.ReadAllLinesAsync(path)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
            if (before.TryGetValue(path, out var kept))
                bytes[..WholeLines(kept)].ShouldBe(kept[..WholeLines(kept)], $"the prefix of {path}");
            var completed = events.Where(e => Type(e) == "model.completed").Select(e => e.GetProperty("call").GetInt32()).ToList();
            completed.ShouldBe(Enumerable.Range(1, Turns + 1), path);
            abandoned += events.Count(e => Type(e) == "model.abandoned");
            // The tool adds a line to a file and prints it: an effect lost or repeated would show in the last output.
            events.Last(e => Type(e) == "tool.completed").GetProperty("output").GetString()!
                .ShouldContain(string.Join('\n', Enumerable.Range(1, Turns)));
            events.Count(e => Type(e) == "run.created").ShouldBe(1);
        }

        abandoned.ShouldBeGreaterThan(0, "the kill was to hit calls in flight");
    }

    public void Dispose() => temporary.Dispose();

    private Dictionary<string, byte[]> Transcripts() =>
        Directory.EnumerateFiles(temporary.Combine("data", "campaigns", "killed", "runs"), "*.jsonl", SearchOption.AllDirectories)
            .ToDictionary(path => path, File.ReadAllBytes);

    private static int WholeLines(byte[] bytes) => Array.LastIndexOf(bytes, (byte)'\n') + 1;

    private static string Type(JsonElement e) => e.GetProperty("type").GetString()!;

    private static async Task<HttpClient> ConnectAsync(ArenaProcess process)
    {
        var output = await Deadline.Until(
            () => Task.FromResult(process.Output), text => text.Contains("Arena is up at ", StringComparison.Ordinal) || process.HasExited, $"the address; errors: {process.Errors}");
        output.ShouldContain("Arena is up at ", customMessage: process.Errors);
        var address = output.Split("Arena is up at ")[1].Split(' ', '\n')[0];
        return new HttpClient { BaseAddress = new Uri(address) };
    }
}
