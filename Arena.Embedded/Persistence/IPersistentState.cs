using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A state injected into a grain by <see cref="PersistentStateAttribute"/>; it is read before activation.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
