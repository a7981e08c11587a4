using System.Text.RegularExpressions;
using Arena.Cli.Tests;
using Arena.Core.Models;
using Arena.Core.Models.OpenAI;
using Arena.Core.Suites;
using Arena.Core.Tests;
using Microsoft.Extensions.AI;

namespace Arena.OpenAISimulator.Tests;

/// <summary><c>arena simulate openai</c> as a user runs it.</summary>
public sealed partial class SimulateCommandTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    [Fact]
    public async Task Simulate_PrintsItsAddressAndVariablesAndALineForEachRequest_UntilCtrlC()
    {
        var plan = temporary.Combine("plan.yaml");
        await File.WriteAllTextAsync(plan, "faults:\n  - { at: [1], fault: unavailable_html }\n");
        await using var simulator = ArenaProcess.Start("Arena.Cli", "simulate", "openai", "--port", "0", "--faults", plan, "--play", "scripted/nop");
        var said = await Deadline.Until(() => Task.FromResult(simulator.Output), output => output.Contains("A line for each request", StringComparison.Ordinal), "the address");
        // What is printed is what a card without an endpoint follows.
        var printed = Export().Match(said);
        using var provider = new OpenAIProvider(TimeProvider.System, name => name switch
        {
            "OPENAI_BASE_URL" => printed.Groups["address"].Value, "OPENAI_API_KEY" => printed.Groups["key"].Value, _ => null,
        });
        var client = provider.Create(new ModelReference("test/card", "sha256-card", "openai", "some-model", 100, null, 20, null));
        var instruction = new SuiteCatalog(Repository.Suites).Get("agentic-core-v1").Tasks[0].Instruction;

        (await Should.ThrowAsync<ModelCallException>(client.GetResponseAsync(instruction))).Kind.ShouldBe(ModelFailureKind.Overloaded);
        (await client.GetResponseAsync(instruction)).FinishReason.ShouldBe(ChatFinishReason.Stop);

        await Deadline.Until(() => Task.FromResult(simulator.Output), output => output.Contains("#2 ", StringComparison.Ordinal), "the line of the second request");
        simulator.Output.ShouldContain("#1 chat/completions some-model: 503 fault unavailable_html (");
        simulator.Output.ShouldContain("#2 chat/completions some-model: 200 scripted/nop task_01/1 turn 1, stop (");
        simulator.Interrupt();
        (await simulator.ExitAsync()).ShouldBe(0);
    }

    public void Dispose() => temporary.Dispose();

    [GeneratedRegex("export OPENAI_BASE_URL=(?<address>http://127\\.0\\.0\\.1:[0-9]+/v1) OPENAI_API_KEY=(?<key>[a-z-]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Export();
}
