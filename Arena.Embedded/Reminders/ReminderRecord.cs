namespace Arena.Embedded;

/// <summary>A reminder as it is stored.</summary>
/// <param name="V">Version of the format, now 1.</param>
/// <param name="Grain">The grain, as <c>type/key</c>.</param>
/// <param name="Name">Its name, unique within the grain.</param>
/// <param name="StartAt">When it first ticks or ticked; later ticks are whole periods after that.</param>
/// <param name="Period">Between ticks.</param>
public sealed record ReminderRecord(int V, string Grain, string Name, DateTimeOffset StartAt, TimeSpan Period);
