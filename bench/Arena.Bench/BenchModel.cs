using System.Collections.Concurrent;
using Arena.Core.Models;
using Arena.Core.Models.Scripted;
using Arena.Core.Runs;
using Arena.Core.Suites;
using Microsoft.Extensions.AI;

namespace Arena.Bench;

/// <summary>A model that calls one tool a turn and then answers, after a latency that may be 0. Notes when each of its calls begins and ends.</summary>
internal sealed class BenchModel(int turns) : IModelProvider
{
    /// <summary>Ticks between the end of a call and the beginning of the next of the same run: everything that is Arena's.</summary>
    public ConcurrentBag<long> Overheads { get; } = [];

    /// <summary>How long a call takes.</summary>
    public TimeSpan Latency { get; set; }

    public string Kind => ScriptedProvider.KindName;

    public IChatClient Create(RunCreated created, SuiteTask task) => new Client(this);

    public ValueTask<ProviderReadiness> ReadinessAsync(ModelReference model, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ProviderReadiness(true, "a benchmark needs nothing"));

    private sealed class Client(BenchModel model) : IChatClient
    {
        private static readonly Dictionary<string, object?> Arguments = new() { ["at"] = "here" };
        private long endedAt;

        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            if (endedAt != 0)
                model.Overheads.Add(TimeProvider.System.GetTimestamp() - endedAt);
            if (model.Latency > TimeSpan.Zero)
                await Task.Delay(model.Latency, TimeProvider.System, cancellationToken);
            var done = messages.Count(message => message.Role == ChatRole.Assistant) >= model.TurnsOf - 1;
            AIContent content = done ? new TextContent("done") : new FunctionCallContent("", "look", Arguments);
            var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, [content]))
            {
                Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 },
                FinishReason = done ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls,
            };
            endedAt = TimeProvider.System.GetTimestamp();
            return response;
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private int TurnsOf => turns;
}
