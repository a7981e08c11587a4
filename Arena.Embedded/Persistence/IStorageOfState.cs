namespace Orleans.Core;

/// <summary>A stored record of a grain, with its value.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The value in memory; stored only by a write.</summary>
    TState State { get; set; }
}
