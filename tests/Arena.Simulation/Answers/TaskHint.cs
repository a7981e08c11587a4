namespace Arena.Simulation.Answers;

/// <summary>What a request tells of the task that it is for; null where it does not.</summary>
/// <param name="Task">The task's id.</param>
/// <param name="Run">The repetition.</param>
/// <param name="Instruction">The first user message.</param>
public sealed record TaskHint(string? Task, string? Run, string? Instruction);
