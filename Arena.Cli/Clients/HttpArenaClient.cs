using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Arena.Core.Campaigns;
using Arena.Results.Metrics;

namespace Arena.Cli.Clients;

/// <summary>Campaigns of a server.</summary>
internal sealed class HttpArenaClient : IArenaClient
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly HttpClient http;
    private readonly string server;

    public HttpArenaClient(string server)
    {
        this.server = server.TrimEnd('/');
        http = Uri.TryCreate(this.server + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new HttpClient { BaseAddress = address }
            : throw new CliException($"'{server}' is no server address; write http://localhost:5180 or alike.", ExitCodes.Usage);
    }

    public string TranscriptsOf(string campaign) => $"{server}/api/campaigns/{campaign}/runs/TASK/N/transcript";

    public Task<IReadOnlyList<CampaignView>> ListAsync(CancellationToken cancellationToken) =>
        GetAsync<IReadOnlyList<CampaignView>>("api/campaigns", cancellationToken);

    public Task<CampaignView> GetAsync(string campaign, CancellationToken cancellationToken) =>
        GetAsync<CampaignView>($"api/campaigns/{Uri.EscapeDataString(campaign)}", cancellationToken);

    public Task<IReadOnlyList<RunView>> RunsAsync(string campaign, CancellationToken cancellationToken) =>
        GetAsync<IReadOnlyList<RunView>>($"api/campaigns/{Uri.EscapeDataString(campaign)}/runs", cancellationToken);

    public Task<IReadOnlyList<RunMetrics>> MetricsAsync(string campaign, CancellationToken cancellationToken) =>
        GetAsync<IReadOnlyList<RunMetrics>>($"api/campaigns/{Uri.EscapeDataString(campaign)}/metrics", cancellationToken);

    public async Task<string> TranscriptAsync(string campaign, string task, int n, string format, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            new HttpRequestMessage(HttpMethod.Get, $"api/campaigns/{Uri.EscapeDataString(campaign)}/runs/{Uri.EscapeDataString(task)}/{n}/transcript?format={format}"), cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    public Task<CampaignView> StartAsync(CampaignRequest request, CancellationToken cancellationToken)
    {
        var body = new
        {
            request.Suite,
            request.Model,
            request.Repetitions,
            Tasks = request.Tasks.IsDefaultOrEmpty ? null : request.Tasks.ToArray(),
            request.MaxParallelRuns,
            request.BudgetUsd,
            request.BudgetPerRunUsd,
            request.AllowUnpriced,
            request.ScriptedLatency,
            request.Dialect,
            Id = request.Id.Length == 0 ? null : request.Id,
        };
        return PostAsync("api/campaigns", JsonContent.Create(body, options: Json), cancellationToken);
    }

    public Task<CampaignView> CommandAsync(string campaign, string command, CancellationToken cancellationToken) =>
        PostAsync($"api/campaigns/{Uri.EscapeDataString(campaign)}/{command}", null, cancellationToken);

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    private async Task<CampaignView> PostAsync(string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = body }, cancellationToken);
        return await ReadAsync<CampaignView>(response, cancellationToken);
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken) ?? throw new CliException($"{server} answered nothing.");

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new CliException($"There is no Arena at {server} ({e.Message}). Start one with: arena up", inner: e);
        }
        finally
        {
            request.Dispose();
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new CliException(Detail(text) ?? $"{server} answered {(int)response.StatusCode} {response.ReasonPhrase}.",
                response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound ? ExitCodes.Usage : ExitCodes.Failed);
        }
    }

    private static string? Detail(string text)
    {
        try
        {
            using var problem = JsonDocument.Parse(text);
            return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
