namespace Arena.Simulation.Faults;

/// <summary>One thing that goes wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Delay">The delay that the service asks for, or that lies between pieces.</param>
/// <param name="Text">Name of an error, a stop reason, or a message.</param>
/// <param name="Status">The model's own status behind a <see cref="FaultKind.ModelError"/>.</param>
public sealed record Fault(FaultKind Kind, TimeSpan? Delay = null, string? Text = null, int? Status = null);
