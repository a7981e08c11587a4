using System.Text.RegularExpressions;
using Arena.Cli.Tests;
using Arena.Core.Models;
using Arena.Core.Models.Bedrock;
using Arena.Core.Suites;
using Arena.Core.Tests;
using Microsoft.Extensions.AI;

namespace Arena.BedrockSimulator.Tests;

/// <summary><c>arena simulate bedrock</c> as a user runs it.</summary>
public sealed partial class SimulateCommandTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    [Fact]
    public async Task Simulate_PrintsItsAddressAndALineForEachRequest_UntilCtrlC()
    {
        var plan = temporary.Combine("plan.yaml");
        await File.WriteAllTextAsync(plan, "faults:\n  - { at: [1], fault: unavailable_html }\n");
        await using var simulator = ArenaProcess.Start("Arena.Cli", "simulate", "bedrock", "--port", "0", "--faults", plan, "--play", "scripted/nop");
        var said = await Deadline.Until(() => Task.FromResult(simulator.Output), output => output.Contains("A line for each request", StringComparison.Ordinal), "the address");
        said.ShouldContain("export AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=secret AWS_REGION=us-east-1");
        var address = Address().Match(said).Value;
        using var provider = new BedrockProvider(TimeProvider.System);
        var client = provider.Create(new ModelReference(
            "test/card", "sha256-card", "bedrock", "qwen.some-model-v1:0", 100, null, 20, null, Connection: new ModelConnection(address, "us-east-1")));
        var instruction = new SuiteCatalog(Repository.Suites).Get("agentic-core-v1").Tasks[0].Instruction;

        (await Should.ThrowAsync<ModelCallException>(client.GetResponseAsync(instruction))).Kind.ShouldBe(ModelFailureKind.Overloaded);
        (await client.GetResponseAsync(instruction)).FinishReason.ShouldBe(ChatFinishReason.Stop);

        await Deadline.Until(() => Task.FromResult(simulator.Output), output => output.Contains("#2 ", StringComparison.Ordinal), "the line of the second request");
        simulator.Output.ShouldContain("#1 converse-stream qwen.some-model-v1:0: 503 fault unavailable_html (");
        simulator.Output.ShouldContain("#2 converse-stream qwen.some-model-v1:0: 200 scripted/nop task_01/1 turn 1, end_turn (");
        simulator.Interrupt();
        (await simulator.ExitAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("--faults", "/nonexistent/plan.yaml", "arena: /nonexistent/plan.yaml: this file is missing.")]
    [InlineData("--play", "simulated/bedrock", "arena: simulated/bedrock is no scripted card.")]
    [InlineData("--play", "scripted/none", "arena: There is no model 'scripted/none'")]
    public async Task Simulate_WithWhatDoesNotExist_SaysSo(string option, string value, string told)
    {
        await using var process = ArenaProcess.Start("Arena.Cli", "simulate", "bedrock", "--port", "0", option, value);

        (await process.ExitAsync()).ShouldBe(2);
        process.Errors.ShouldStartWith(told);
    }

    public void Dispose() => temporary.Dispose();

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Address();
}
