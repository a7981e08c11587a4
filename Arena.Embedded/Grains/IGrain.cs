using Orleans.Runtime;

namespace Orleans;

/// <summary>Base of all grain interfaces. Use <see cref="IGrainWithStringKey"/>: other kinds of key are refused at start.</summary>
public interface IGrain : IAddressable;
