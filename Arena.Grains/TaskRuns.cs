using Arena.Contracts;

namespace Arena.Grains;

/// <summary>What a task knows of its runs.</summary>
[GenerateSerializer, Alias("arena.taskRuns")]
public sealed class TaskRuns
{
    /// <summary>The latest report of each run, by repetition.</summary>
    [Id(0)]
    public Dictionary<int, RunReport> Latest { get; set; } = [];
}
