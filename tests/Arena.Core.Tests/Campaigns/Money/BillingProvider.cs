using System.Text;
using Arena.Core.Models;
using Arena.Core.Runs;
using Arena.Core.Suites;
using Microsoft.Extensions.AI;

namespace Arena.Core.Tests.Campaigns.Money;

/// <summary>
/// A provider that bills what it takes, whatever becomes of the answer: it may be lost, throttled, without usage, or never come back
/// while the host that asked is given up and comes to life again.
/// </summary>
internal sealed class BillingProvider(Simulation simulation, PriceTable prices, Func<RunKey, ModelCallStarted> startedOf) : IModelProvider
{
    private readonly Dictionary<RunKey, decimal> ofRun = [];
    private readonly Dictionary<DateOnly, decimal> ofDay = [];

    private Simulation Simulation => simulation;

    public string Kind => "billing";

    /// <summary>Whether calls fail.</summary>
    public bool IsFaulty { get; init; }

    /// <summary>Whether a call may claim more tokens than its prompt has bytes and its limit allows, as scripts do, and says so before.</summary>
    public bool IsBoastful { get; init; }

    public decimal BilledUsd => ofRun.Values.Sum();

    public IReadOnlyDictionary<RunKey, decimal> BilledByRun => ofRun;

    public IReadOnlyDictionary<DateOnly, decimal> BilledByDay => ofDay;

    /// <summary>The calls that were billed, by the numbers of the events that started them.</summary>
    public HashSet<(RunKey Run, long Started)> Arrived { get; } = [];

    /// <summary>Is called when a run's host is to be given up while its call goes on.</summary>
    public Action<RunKey>? OnLost { get; set; }

    public TokenForecast? Forecast(RunCreated created, SuiteTask task, IReadOnlyList<ChatMessage> messages) =>
        IsBoastful ? new TokenForecast(Claim(created, messages, 9_000), Claim(created, messages, 700)) : null;

    public IChatClient Create(RunCreated created, SuiteTask task) => new Client(this, created);

    public ValueTask<ProviderReadiness> ReadinessAsync(ModelReference model, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ProviderReadiness(true, "it bills whoever comes"));

    // The same call claims the same, however often it is asked about.
    private static long Claim(RunCreated created, IReadOnlyList<ChatMessage> messages, int most) =>
        (created.Run * 7919L + messages.Count * 104_729L) % most;

    // Tokens of a text are a share of its bytes, which is each run's own; what the model said itself is cheap.
    private static long Tokens(RunCreated created, IEnumerable<ChatMessage> messages) => messages.SelectMany(message => message.Contents).Sum(content => content switch
    {
        TextContent text => Encoding.UTF8.GetByteCount(text.Text) * (created.Run % 10 + 1) / 10,
        FunctionResultContent result => Encoding.UTF8.GetByteCount((string)result.Result!) * (created.Run % 10 + 1) / 10,
        _ => 1,
    });

    private UsageDetails Bill(RunCreated created, IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        var (input, output) = IsBoastful
            ? (Claim(created, messages, 9_000), Claim(created, messages, 700))
            : (Tokens(created, messages), simulation.Random.Next(1, options.MaxOutputTokens!.Value + 1));
        var run = new RunKey(created.Campaign, created.Task, created.Run);
        var started = startedOf(run);
        var day = DateOnly.FromDateTime(started.At.UtcDateTime);
        var cost = prices.CostOf(new TokenUsage(input, output))!.Value;
        ofRun[run] = ofRun.GetValueOrDefault(run) + cost;
        ofDay[day] = ofDay.GetValueOrDefault(day) + cost;
        Arrived.Add((run, started.Seq));
        return new UsageDetails { InputTokenCount = input, OutputTokenCount = output };
    }

    private sealed class Client(BillingProvider provider, RunCreated created) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var (simulation, asked) = (provider.Simulation, messages.ToList());
            await simulation.YieldAsync();
            if (provider.IsFaulty && simulation.OneIn(12))
                throw new ModelCallException(ModelFailureKind.Throttled, "slow down", retryAfter: TimeSpan.FromMilliseconds(simulation.Random.Next(2_000)));
            var usage = provider.Bill(created, asked, options!);
            if (provider.IsFaulty && simulation.OneIn(12))
            {
                provider.OnLost?.Invoke(new RunKey(created.Campaign, created.Task, created.Run));
                await simulation.DelayAsync(TimeSpan.FromSeconds(simulation.Random.Next(20)), cancellationToken);
            }

            await simulation.DelayAsync(TimeSpan.FromMilliseconds(simulation.Random.Next(2_000)), cancellationToken);
            if (provider.IsFaulty && simulation.OneIn(12))
                throw new ModelCallException(ModelFailureKind.Network, "cut off", mayBeBilled: true);
            var last = asked.Count(message => message.Role == ChatRole.Assistant) >= created.Run % 4;
            AIContent content = last ? new TextContent("done") : new FunctionCallContent("", "read", new Dictionary<string, object?>());
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, [content])) { Usage = provider.IsFaulty && simulation.OneIn(15) ? null : usage };
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // Nothing is held; the interface asks for it.
        }
    }
}
