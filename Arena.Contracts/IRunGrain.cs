namespace Arena.Contracts;

/// <summary>A run, by <c>campaign/task/n</c>: the only writer of its transcript. Its loop is a background task; every call answers at once.</summary>
[Alias("arena.run")]
public interface IRunGrain : IGrainWithStringKey
{
    /// <summary>Begins the attempt where it has not begun, goes on where it is held or was left behind, and tells where the run is.</summary>
    /// <param name="attempt">1, or one more than the attempt that infrastructure failed.</param>
    [Alias("start")]
    Task<RunReport> StartAsync(int attempt);

    /// <summary>Holds the run after the step under way.</summary>
    [Alias("pause")]
    Task PauseAsync(string reason);

    /// <summary>Breaks the run off.</summary>
    [Alias("cancel")]
    Task CancelAsync(string reason);
}
