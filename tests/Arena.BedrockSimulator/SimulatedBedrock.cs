using Arena.Simulation;

namespace Arena.BedrockSimulator;

/// <summary>A Bedrock on this machine's loopback address.</summary>
public static class SimulatedBedrock
{
    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<Simulator> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default) =>
        Simulator.StartAsync(options, new ConverseService(options), cancellationToken);
}
