using Arena.Core.Documents;
using Arena.Core.Tests;
using Arena.Simulation.Faults;

namespace Arena.BedrockSimulator.Tests;

public sealed class FaultPlanTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    [Fact]
    public void Read_OfAPlan_HitsTheNumbersAndTheShareThatItNames()
    {
        var plan = Read("""
            seed: 7
            faults:
              - { at: [1, 4], fault: throttled, delay: 2s }
              - { at: [2], fault: stop_reason, text: max_tokens }
              - { rate: 0.25, fault: reset_in_body }
            """);

        plan.For(1).ShouldBe(new Fault(FaultKind.Throttled, TimeSpan.FromSeconds(2)));
        plan.For(4)!.Kind.ShouldBe(FaultKind.Throttled);
        plan.For(2).ShouldBe(new Fault(FaultKind.StopReason, Text: "max_tokens"));
        var hit = Enumerable.Range(5, 2000).Select(plan.For).ToList();
        hit.Count(fault => fault is not null).ShouldBeInRange(400, 600);
        hit.ShouldBe(Enumerable.Range(5, 2000).Select(plan.For), "the same seed hits the same requests");
        hit.ShouldNotBe(Enumerable.Range(5, 2000).Select((plan with { Seed = 8 }).For));
    }

    [Theory]
    [InlineData("faults:\n  - { fault: explode, at: [1] }\n", "plan.yaml:2: faults[0].fault must be one of throttled, not_ready, ")]
    [InlineData("faults:\n  - { fault: cut }\n", "plan.yaml:2: a rule says either 'at' (numbers of requests) or 'rate' (a share of them).")]
    [InlineData("faults:\n  - { fault: cut, at: [1], rate: 0.5 }\n", "plan.yaml:2: a rule says either 'at'")]
    [InlineData("faults:\n  - { fault: cut, at: [0] }\n", "plan.yaml:2: faults[0].at[0] must be a whole number of at least 1")]
    [InlineData("faults:\n  - { fault: stop_reason, at: [1] }\n", "plan.yaml:2: stop_reason needs 'text'")]
    [InlineData("faults:\n  - { fault: cut, at: [1], colour: red }\n", "plan.yaml:2: unknown key 'faults[0].colour'; allowed here: at, delay, fault, rate, status, text.")]
    [InlineData("seed: 1\n", "plan.yaml:1: faults is missing.")]
    public void Read_OfABrokenPlan_NamesFileAndLineAndWhatIsAllowed(string text, string told) =>
        Should.Throw<DocumentException>(() => Read(text)).Message.ShouldContain(told);

    public void Dispose() => temporary.Dispose();

    private FaultPlan Read(string text)
    {
        var file = temporary.Combine("plan.yaml");
        File.WriteAllText(file, text);
        return FaultPlan.Read(file);
    }
}
