using System.Net.Http.Json;
using System.Text.Json;
using Arena.AppHost;
using Arena.Core.Configuration;
using Arena.Core.Tests;
using Microsoft.AspNetCore.Builder;

namespace Arena.Api.Tests;

/// <summary>The embedded stack on a free port and a data folder of its own, with real sandbox, tools and checkers.</summary>
public sealed class RunningArena : IAsyncLifetime
{
    private readonly TemporaryFolder temporary = new();
    private WebApplication? app;

    public HttpClient Http { get; private set; } = null!;

    public string Data => temporary.Combine("data");

    public async ValueTask InitializeAsync()
    {
        // Cards with latency make moments in which a campaign can be paused, cancelled or stopped.
        foreach (var file in Directory.EnumerateFiles(Repository.Models, "*.yaml", SearchOption.AllDirectories))
        {
            var copy = temporary.Combine("models", Path.GetRelativePath(Repository.Models, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Directory.CreateDirectory(temporary.Combine("models", "test"));
        await File.WriteAllTextAsync(temporary.Combine("models", "test", "slow.yaml"), SlowCard);
        await File.WriteAllTextAsync(temporary.Combine("models", "test", "unpriced.yaml"), "title: no price\nprovider: scripted\nscript: { default: oracle }\n");
        await StartAsync();
    }

    public async Task StartAsync()
    {
        app = await ArenaApp.StartAsync(
            new ArenaSettings
            {
                Data = Data,
                Suites = Repository.Suites,
                Models = temporary.Combine("models"),
                Address = "http://127.0.0.1:0",
            },
            CancellationToken.None);
        Http = new HttpClient { BaseAddress = ArenaApp.AddressOf(app) };
    }

    public async Task StopAsync()
    {
        Http.Dispose();
        await app!.StopAsync();
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        temporary.Dispose();
    }

    public async Task<JsonElement> GetAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    public async Task<string> StartCampaignAsync(object body)
    {
        using var response = await Http.PostAsJsonAsync("/api/campaigns", body);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    public Task<JsonElement> FinishedAsync(string id) => StatusAsync(id, "finished");

    public Task<JsonElement> StatusAsync(string id, string status) => Deadline.Until(
        () => GetAsync($"/api/campaigns/{id}"), campaign => campaign.GetProperty("status").GetString() == status, $"status {status} of {id}");

    private const string SlowCard = """
        title: Takes its time
        provider: scripted
        prices:
          - { from: 2026-01-01, input: 1, output: 1, source: test }
        script:
          tasks:
            task_09:
              - turns:
                  - { text: looking, tools: [{ name: list_files, arguments: {} }], usage: { input: 100, output: 10 }, latency: 300ms }
                  - { text: looking again, tools: [{ name: list_files, arguments: {} }], usage: { input: 100, output: 10 }, latency: 300ms }
                  - { text: still looking, tools: [{ name: list_files, arguments: {} }], usage: { input: 100, output: 10 }, latency: 300ms }
                  - { text: I do not know., usage: { input: 100, output: 10 }, latency: 300ms }
        """;
}
