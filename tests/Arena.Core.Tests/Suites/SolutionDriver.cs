using System.Text;
using System.Text.Json;
using Arena.Core.Checking;
using Arena.Core.Runs;
using Arena.Core.Suites;
using Arena.Core.Tools;

namespace Arena.Core.Tests.Suites;

/// <summary>Plays a solution against an environment as the loop would, declared faults included, and has it checked.</summary>
public static class SolutionDriver
{
    public static async Task<CheckReport> RunAsync(IRunEnvironmentFactory factory, SuiteTask task, Solution solution)
    {
        await using var environment = await factory.CreateAsync(task, new RunKey("test", task.Id, 1), CancellationToken.None);
        var tree = await environment.RestoreAsync(null, CancellationToken.None);
        var transcript = new StringBuilder();
        var seq = 0;
        var calls = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var turn in solution.Turns)
        {
            Log(new { type = "model.completed", seq = ++seq, text = turn.Text });
            foreach (var call in turn.ToolCalls)
            {
                var count = calls[call.Tool] = calls.GetValueOrDefault(call.Tool) + 1;
                var fault = task.Faults.FirstOrDefault(f => f.Tool == call.Tool && f.Call == count);
                var output = fault is not null
                    ? new ToolOutput(fault.Error, ToolOutcome.Failed)
                    : await environment.InvokeAsync(call.Tool, JsonElement.Parse(call.Arguments), TimeSpan.FromSeconds(20), CancellationToken.None);
                if (output.MayHaveChangedWorkspace)
                    tree = await environment.SaveAsync(CancellationToken.None);
                // A script with a typing error would prove nothing: only a declared fault may fail.
                (output.Outcome == ToolOutcome.Succeeded || fault is not null).ShouldBeTrue($"{solution.Id}: {call.Tool} {call.Arguments}: {output.Text}");
                Log(new { type = "tool.completed", seq = ++seq, tool = call.Tool, outcome = output.Outcome.ToString().ToLowerInvariant(), fault = fault is not null, output = output.Text });
            }
        }

        return await environment.CheckAsync(tree, solution.Turns[^1].Text, Encoding.UTF8.GetBytes(transcript.ToString()), CancellationToken.None);

        void Log<T>(T entry) => transcript.Append(JsonSerializer.Serialize(entry)).Append('\n');
    }
}
