using Arena.Core.Models;
using Arena.Core.Runs;
using Arena.Core.Suites;
using Arena.Core.Tests;
using Arena.Simulation;
using Arena.Simulation.Faults;
using Arena.Simulation.Tests;

namespace Arena.BedrockSimulator.Tests;

/// <summary>Whole campaigns by the command line, against a simulator that does not always work.</summary>
public sealed class CampaignTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    // Kinds that are tried three times only stand here less than three times, so that the end does not hang on which run they hit.
    private static readonly FaultPlan Bad = FaultPlan.Of(
        null, new Fault(FaultKind.Throttled, TimeSpan.FromSeconds(1)), null, new Fault(FaultKind.ResetBefore), new Fault(FaultKind.Slow, TimeSpan.FromMilliseconds(5)),
        null, new Fault(FaultKind.ResetInBody), null, new Fault(FaultKind.UnavailableHtml), new Fault(FaultKind.UnknownEvent),
        null, new Fault(FaultKind.TruncatedJson), null, new Fault(FaultKind.Cut), new Fault(FaultKind.StreamException, Text: "throttlingException"),
        null, new Fault(FaultKind.WrongCrc), null, new Fault(FaultKind.InternalError), new Fault(FaultKind.Throttled));

    [Fact]
    public async Task Campaign_ThroughABadService_EndsAsThroughAGoodOne_AndEveryRequestIsRecorded()
    {
        await using var good = await StartAsync(FaultPlan.None);
        await using var bad = await StartAsync(Bad);
        // All tasks, as often as it takes for some forty requests.
        var tasks = new SuiteCatalog(Repository.Suites).Get("agentic-core-v1").Tasks.Length;
        string[] repetitions = ["--repetitions", $"{(9 + tasks - 1) / tasks}"];
        var expected = await RunAsync(good, "good", AwsEnvironment.Variables, repetitions);
        var events = await RunAsync(bad, "bad", AwsEnvironment.Variables, repetitions);

        // The sealed reasoning came back whole in every turn, or the simulator had refused it.
        SimulatedCampaign.Verdicts(events).ShouldBe(SimulatedCampaign.Verdicts(expected));
        expected.OfType<RunFinished>().ShouldAllBe(finished => finished.Outcome != Core.Outcomes.RunOutcome.InfrastructureError);
        bad.Requests.Length.ShouldBeGreaterThan(20);
        events.OfType<ModelCallStarted>().Count().ShouldBe(bad.Requests.Length, "every request is a recorded call, and none is hidden");
        events.OfType<ModelCallStarted>().Count().ShouldBe(events.OfType<ModelCallCompleted>().Count() + events.OfType<ModelCallFailed>().Count());
        events.OfType<ModelCallFailed>().Select(failed => failed.Kind).Order().ShouldBe(
            new[]
            {
                ModelFailureKind.Throttled, ModelFailureKind.Throttled, ModelFailureKind.Throttled, ModelFailureKind.Overloaded, ModelFailureKind.Overloaded,
                ModelFailureKind.Malformed, ModelFailureKind.Malformed, ModelFailureKind.Network, ModelFailureKind.Network, ModelFailureKind.Network,
            }.Order());
        events.OfType<ModelCallFailed>().Single(failed => failed.RetryAfterMs is not null).RetryAfterMs.ShouldBe(1000);
        events.OfType<ModelCallCompleted>().ShouldAllBe(turn => turn.CostUsd > 0 && turn.ResponseId != null);
        events.OfType<ModelCallCompleted>().Count().ShouldBe(expected.OfType<ModelCallCompleted>().Count());
    }

    [Fact]
    public async Task Campaign_WithoutCredentials_SaysWhatIsMissingAndSendsNothing()
    {
        await using var simulator = await StartAsync(FaultPlan.None);
        var nothing = AwsEnvironment.Variables.ToDictionary(
            variable => variable.Key, variable => variable.Key is "AWS_ACCESS_KEY_ID" or "AWS_SECRET_ACCESS_KEY" ? null : variable.Value);

        var events = await RunAsync(simulator, "none", nothing, "--tasks", "task_01", "--repetitions", "1");

        simulator.Requests.ShouldBeEmpty();
        var failed = events.OfType<ModelCallFailed>().ToList();
        failed.ShouldNotBeEmpty();
        failed.ShouldAllBe(failure => failure.Kind == ModelFailureKind.AccessDenied && !failure.MayBeBilled);
        events.OfType<RunFinished>().Last().Reason.ShouldBe(
            $"Model call {failed[^1].Call} failed as access_denied: No AWS credentials were found: not in the environment, not in a profile, and the machine has no role. " +
            "Next: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or a Bedrock API key in AWS_BEARER_TOKEN_BEDROCK.");
    }

    public void Dispose() => temporary.Dispose();

    private static async Task<Simulator> StartAsync(FaultPlan faults) =>
        await SimulatedBedrock.StartAsync(new SimulatorOptions(new ModelCatalog(Repository.Models), new SuiteCatalog(Repository.Suites)) { Faults = faults, Reasoning = true });

    private Task<List<RunEvent>> RunAsync(Simulator simulator, string name, IReadOnlyDictionary<string, string?> environment, params string[] arguments) => SimulatedCampaign.RunAsync(
        temporary,
        name,
        $$"""
        title: simulated
        provider: bedrock
        model: scripted/mixed
        prices: [ { from: 2026-01-01, input: 0.50, output: 1.20, source: test } ]
        connection: { endpoint: "{{simulator.Address}}", region: us-east-1, metadata: true, timeout: 20s }
        """,
        environment,
        arguments);
}
