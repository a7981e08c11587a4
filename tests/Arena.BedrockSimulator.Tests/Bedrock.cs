using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Arena.Core.Models;
using Arena.Core.Models.Bedrock;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tests;
using Arena.Simulation;
using Arena.Simulation.Answers;
using Arena.Simulation.Faults;
using Arena.Simulation.Tests;
using Microsoft.Extensions.AI;

namespace Arena.BedrockSimulator.Tests;

/// <summary>A simulator and a client of it.</summary>
internal sealed class Bedrock : IAsyncDisposable
{
    private readonly BedrockProvider provider = new(TimeProvider.System);

    private Bedrock(Simulator simulator) => Simulator = simulator;

    public Simulator Simulator { get; }

    public IEnumerable<JsonElement> Bodies => Simulator.Requests.Select(request => JsonElement.Parse(request.Body));

    public static async Task<Bedrock> StartAsync(FaultPlan? faults = null, Func<SimulatedRequest, int, SimulatedAnswer?>? answer = null, bool reasoning = false) =>
        new(await SimulatedBedrock.StartAsync(new SimulatorOptions(new ModelCatalog(Repository.Models), new SuiteCatalog(Repository.Suites))
        {
            Faults = faults ?? FaultPlan.None,
            Answer = answer ?? ((_, _) => TwoParts),
            Reasoning = reasoning,
        }));

    /// <summary>Text and a tool call, long enough to be streamed in several pieces.</summary>
    public static SimulatedAnswer TwoParts { get; } = new(
        [
            new AnswerBlock.Text("I shall read the file before I change anything in it. \u4e2d\ud83d\ude00"),
            new AnswerBlock.Tool("tooluse_1", "read_file", """{"path":"src/some/quite/long/path/to/a/file.py","lines":40}"""),
        ],
        "tool_use");

    public ModelReference Model(bool streaming, Func<ModelConnection, ModelConnection>? connection = null, string id = "anthropic.test-v1:0")
    {
        var plain = new ModelConnection(Simulator.Address.ToString().TrimEnd('/'), "eu-central-1", Streaming: streaming, Timeout: TimeSpan.FromSeconds(20));
        return new ModelReference("test/card", "sha256-card", "bedrock", id, 1000, null, 20, null, Connection: connection?.Invoke(plain) ?? plain);
    }

    public IChatClient Client(bool streaming, Func<ModelConnection, ModelConnection>? connection = null) => provider.Create(Model(streaming, connection));

    public IChatClient Client(ModelReference model, IReadOnlyDictionary<string, string>? metadata = null) => provider.Create(model, metadata);

    /// <summary>Drives one run to its end, on a host of its own.</summary>
    public async Task<(ImmutableArray<RunEvent> Events, RunState State)> DriveAsync(
        string expected, bool streaming = true, ConcurrentDictionary<BlobId, string>? trees = null, ImmutableArray<RunEvent>? prefix = null)
    {
        using var host = new BedrockProvider(TimeProvider.System);
        return await SimulatedRun.DriveAsync(host, Model(streaming, connection => connection with { CachePoints = true, Metadata = true }), expected, trees, prefix);
    }

    public async ValueTask DisposeAsync()
    {
        provider.Dispose();
        await Simulator.DisposeAsync();
    }
}
