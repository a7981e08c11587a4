using System.Collections.Immutable;

namespace Arena.Simulation.Faults;

/// <summary>When a fault happens.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="At">Numbers of the requests, from 1; empty where <paramref name="Rate"/> decides.</param>
/// <param name="Rate">The share of requests, from 0 to 1.</param>
public sealed record FaultRule(Fault Fault, ImmutableArray<int> At, double Rate);
