namespace Orleans.Concurrency;

/// <summary>Requests to this grain class interleave at every await.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
