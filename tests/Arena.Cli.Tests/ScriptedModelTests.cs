using System.Text.Json;
using Arena.Core.Tests;
using Arena.Core.Tests.Suites;

namespace Arena.Cli.Tests;

/// <summary>The scripted models that show one failure mode each do so, whatever the suite.</summary>
public sealed class ScriptedModelTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly TemporarySuite suite = new(
        """print('{"passed": false, "checks": [{"name": "never", "passed": false}]}')""");

    [Theory]
    [InlineData("scripted/nop", "wrong_answer")]
    [InlineData("scripted/quitter", "gave_up_mid_plan")]
    [InlineData("scripted/looper", "tool_call_redundancy")]
    [InlineData("scripted/hallucinator", "tool_call_hallucinated")]
    [InlineData("scripted/sleeper", "timed_out", "--scripted-latency", "1")]
    [InlineData("scripted/oracle", "budget_exhausted", "--budget", "0.000001")]
    public async Task Run_OfAModelForAMode_FailsByIt(string model, string mode, params string[] options)
    {
        suite.Write("tasks/task_a/task.yaml", "name: small\nlimits: { time: 500ms }\ncheck: { command: [python3, -I, check.py] }\n");

        var run = await ArenaProcess.RunAsync(
            "Arena.Cli", ["run", model, "--suite", "small", "--suites", suite.Parent, "--repetitions", "1", "--json", "--data", temporary.Combine("data"), .. options]);

        run.Code.ShouldBe(0, run.Errors);
        var task = JsonDocument.Parse(run.Output).RootElement.GetProperty("tasks").EnumerateArray().Single();
        task.GetProperty("failedRuns").EnumerateArray().Single().GetProperty("mode").GetString().ShouldBe(mode);
    }

    public void Dispose()
    {
        temporary.Dispose();
        suite.Dispose();
    }
}
