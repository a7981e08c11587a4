using Orleans.Concurrency;

namespace Arena.Contracts;

/// <summary>A task of a campaign, by <c>campaign/task</c>: starts its runs and replaces what infrastructure failed.</summary>
[Alias("arena.task")]
public interface ITaskGrain : IGrainWithStringKey
{
    /// <summary>Starts a run, or makes it go on where it is held or went silent, and tells where it is. Starts of different runs do not wait for each other.</summary>
    /// <param name="n">Repetition, from 1.</param>
    [Alias("start"), AlwaysInterleave]
    Task<RunReport> StartAsync(int n);

    /// <summary>A run tells where it is. A report older than what is known changes nothing.</summary>
    [Alias("report")]
    Task ReportAsync(RunReport report);

    /// <summary>What is known of the task's runs.</summary>
    [Alias("stability")]
    Task<TaskStability> GetStabilityAsync();
}
