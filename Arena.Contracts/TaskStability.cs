namespace Arena.Contracts;

/// <summary>What is known of a task's runs.</summary>
/// <param name="Passed">Runs that passed.</param>
/// <param name="Failed">Runs that failed.</param>
/// <param name="IsFlaky">True where some passed and some failed; false where all finished ones agree.</param>
[GenerateSerializer, Immutable, Alias("arena.stability")]
public sealed record TaskStability([property: Id(0)] int Passed, [property: Id(1)] int Failed, [property: Id(2)] bool IsFlaky);
