namespace Orleans.Concurrency;

/// <summary>Calls of this method interleave with one another, not with other calls.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
