namespace Orleans.Concurrency;

/// <summary>The caller gets a completed task at once and never learns the outcome; a failure is logged.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
