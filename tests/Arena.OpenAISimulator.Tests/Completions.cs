using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Arena.Core.Models;
using Arena.Core.Models.OpenAI;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tests;
using Arena.Simulation;
using Arena.Simulation.Answers;
using Arena.Simulation.Faults;
using Arena.Simulation.Tests;
using Microsoft.Extensions.AI;

namespace Arena.OpenAISimulator.Tests;

/// <summary>A simulator and a client of it.</summary>
internal sealed class Completions : IAsyncDisposable
{
    private Completions(Simulator simulator) => Simulator = simulator;

    public Simulator Simulator { get; }

    public OpenAIProvider Provider { get; } = new(TimeProvider.System, _ => null);

    public IEnumerable<JsonElement> Bodies => Simulator.Requests.Select(request => JsonElement.Parse(request.Body));

    /// <summary>Text and a tool call, long enough to be streamed in several pieces.</summary>
    public static SimulatedAnswer TwoParts { get; } = new(
        [
            new AnswerBlock.Text("I shall read the file before I change anything in it. \u4e2d\ud83d\ude00"),
            new AnswerBlock.Tool("call_1", "read_file", """{"path":"src/some/quite/long/path/to/a/file.py","lines":40}"""),
        ],
        "tool_calls");

    public static async Task<Completions> StartAsync(FaultPlan? faults = null, Func<SimulatedRequest, int, SimulatedAnswer?>? answer = null, bool reasoning = false) =>
        new(await SimulatedOpenAI.StartAsync(new SimulatorOptions(new ModelCatalog(Repository.Models), new SuiteCatalog(Repository.Suites))
        {
            Faults = faults ?? FaultPlan.None,
            Answer = answer ?? ((_, _) => TwoParts),
            Reasoning = reasoning,
        }));

    public ModelReference Model(bool streaming, Func<ModelConnection, ModelConnection>? connection = null, string id = "test-model") =>
        Model(new Uri(Simulator.Address, "v1").ToString(), streaming, connection, id);

    public static ModelReference Model(string endpoint, bool streaming, Func<ModelConnection, ModelConnection>? connection = null, string id = "test-model")
    {
        var plain = new ModelConnection(endpoint, Streaming: streaming, Timeout: TimeSpan.FromSeconds(20));
        return new ModelReference("test/card", "sha256-card", "openai", id, 1000, null, 20, null, Connection: connection?.Invoke(plain) ?? plain);
    }

    public IChatClient Client(bool streaming, Func<ModelConnection, ModelConnection>? connection = null) => Provider.Create(Model(streaming, connection));

    /// <summary>Drives one run to its end, on a host of its own.</summary>
    public async Task<(ImmutableArray<RunEvent> Events, RunState State)> DriveAsync(
        string expected, bool streaming = true, ConcurrentDictionary<BlobId, string>? trees = null, ImmutableArray<RunEvent>? prefix = null)
    {
        using var host = new OpenAIProvider(TimeProvider.System, _ => null);
        return await SimulatedRun.DriveAsync(host, Model(streaming, connection => connection with { ReasoningField = "reasoning_content", Metadata = true }), expected, trees, prefix);
    }

    public async ValueTask DisposeAsync()
    {
        Provider.Dispose();
        await Simulator.DisposeAsync();
    }
}
