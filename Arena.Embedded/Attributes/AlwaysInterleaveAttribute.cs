namespace Orleans.Concurrency;

/// <summary>Calls of this method start at once, whatever the activation is doing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
