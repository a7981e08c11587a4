using Arena.Core.Models;
using Arena.Core.Outcomes;
using Arena.Core.Runs;
using Arena.Core.Suites;
using Arena.Core.Tests;
using Arena.Simulation;
using Arena.Simulation.Faults;
using Arena.Simulation.Tests;

namespace Arena.OpenAISimulator.Tests;

/// <summary>Whole campaigns by the command line, against a simulator that does not always work.</summary>
public sealed class CampaignTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    // Kinds that are tried three times only stand here less than three times, so that the end does not hang on which run they hit.
    private static readonly FaultPlan Bad = FaultPlan.Of(
        null, new Fault(FaultKind.Throttled, TimeSpan.FromMilliseconds(300)), null, new Fault(FaultKind.ResetBefore), new Fault(FaultKind.Slow, TimeSpan.FromMilliseconds(5)),
        null, new Fault(FaultKind.ResetInBody), null, new Fault(FaultKind.UnavailableHtml), new Fault(FaultKind.UnknownEvent),
        null, new Fault(FaultKind.TruncatedJson), null, new Fault(FaultKind.Cut), new Fault(FaultKind.StreamException, Text: "rate_limit_exceeded"),
        null, new Fault(FaultKind.NotReady), null, new Fault(FaultKind.InternalError), new Fault(FaultKind.Throttled));

    [Fact]
    public async Task Campaign_ThroughABadServer_EndsAsThroughAGoodOne_AndEveryRequestIsRecorded()
    {
        await using var good = await StartAsync(FaultPlan.None);
        await using var bad = await StartAsync(Bad);
        // All tasks, as often as it takes for some forty requests.
        var tasks = new SuiteCatalog(Repository.Suites).Get("agentic-core-v1").Tasks.Length;
        string[] repetitions = ["--repetitions", $"{(9 + tasks - 1) / tasks}"];
        var expected = await RunAsync(good, "good", "", repetitions);
        var events = await RunAsync(bad, "bad", "", repetitions);

        // The reasoning came back in every turn, or the simulator had refused it.
        SimulatedCampaign.Verdicts(events).ShouldBe(SimulatedCampaign.Verdicts(expected));
        expected.OfType<RunFinished>().ShouldAllBe(finished => finished.Outcome != RunOutcome.InfrastructureError);
        bad.Requests.Length.ShouldBeGreaterThan(20);
        events.OfType<ModelCallStarted>().Count().ShouldBe(bad.Requests.Length, "every request is a recorded call, and none is hidden");
        events.OfType<ModelCallStarted>().Count().ShouldBe(events.OfType<ModelCallCompleted>().Count() + events.OfType<ModelCallFailed>().Count());
        events.OfType<ModelCallFailed>().Select(failed => failed.Kind).Order().ShouldBe(
            new[]
            {
                ModelFailureKind.Throttled, ModelFailureKind.Throttled, ModelFailureKind.Throttled, ModelFailureKind.Overloaded, ModelFailureKind.Overloaded, ModelFailureKind.Overloaded,
                ModelFailureKind.Malformed, ModelFailureKind.Network, ModelFailureKind.Network, ModelFailureKind.Network,
            }.Order());
        events.OfType<ModelCallFailed>().Single(failed => failed.RetryAfterMs is not null).RetryAfterMs.ShouldBe(300);
        events.OfType<ModelCallCompleted>().ShouldAllBe(turn => turn.CostUsd > 0 && turn.ResponseId != null && turn.RequestId != null);
        events.OfType<ModelCallCompleted>().Count().ShouldBe(expected.OfType<ModelCallCompleted>().Count());
    }

    [Fact]
    public async Task Campaign_WithoutTheKeyThatItsCardNames_SaysSoAndSendsNothing()
    {
        await using var simulator = await StartAsync(FaultPlan.None);

        var events = await RunAsync(simulator, "none", "keyVariable: ARENA_TEST_KEY,", "--tasks", "task_01", "--repetitions", "1");

        simulator.Requests.ShouldBeEmpty();
        var failed = events.OfType<ModelCallFailed>().ToList();
        failed.ShouldNotBeEmpty();
        failed.ShouldAllBe(failure => failure.Kind == ModelFailureKind.AccessDenied && !failure.MayBeBilled);
        events.OfType<RunFinished>().Last().Reason.ShouldBe(
            $"Model call {failed[^1].Call} failed as access_denied: The environment variable ARENA_TEST_KEY is not set. Next: Set it to the server's API key.");
    }

    public void Dispose() => temporary.Dispose();

    private static async Task<Simulator> StartAsync(FaultPlan faults) =>
        await SimulatedOpenAI.StartAsync(new SimulatorOptions(new ModelCatalog(Repository.Models), new SuiteCatalog(Repository.Suites)) { Faults = faults, Reasoning = true });

    private Task<List<RunEvent>> RunAsync(Simulator simulator, string name, string key, params string[] arguments) => SimulatedCampaign.RunAsync(
        temporary,
        name,
        $$"""
        title: simulated
        provider: openai
        model: scripted/mixed
        prices: [ { from: 2026-01-01, input: 0.50, output: 1.20, source: test } ]
        connection: { endpoint: "{{simulator.Address}}v1", {{key}} metadata: true, reasoningField: reasoning_content, timeout: 20s }
        """,
        new Dictionary<string, string?> { ["ARENA_TEST_KEY"] = null },
        arguments);
}
