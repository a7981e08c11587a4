using Arena.Core.Tests;

namespace Arena.Cli.Tests;

/// <summary>A folder of model cards with one that takes its time and really solves the tasks.</summary>
internal static class SlowModels
{
    public const string Id = "slow";

    /// <summary>The tasks that it has a script for.</summary>
    public const string Tasks = "task_01,task_08,task_09";

    /// <summary>Writes the cards; the turns look around, then say that they do not know.</summary>
    public static string Write(TemporaryFolder folder, int turns)
    {
        var path = folder.Combine("models");
        Directory.CreateDirectory(path);
        var looks = string.Concat(Enumerable.Range(1, turns).Select(i =>
            $"          - {{ text: look {i}, tools: [{{ name: run_command, arguments: {{ command: 'echo {i} >> notes.txt; cat notes.txt' }} }}], usage: {{ input: 100, output: 10 }}, latency: 200ms }}\n"));
        var entries = string.Concat(Tasks.Split(',').Select(task =>
            $"    {task}:\n      - turns:\n{looks}          - {{ text: I do not know., usage: {{ input: 100, output: 10 }}, latency: 200ms }}\n"));
        File.WriteAllText(Path.Combine(path, Id + ".yaml"), $"""
            title: Takes its time
            provider: scripted
            prices:
              - from: 2026-01-01
                input: 1
                output: 1
                source: test
            script:
              tasks:
            {entries}
            """);
        return path;
    }
}
