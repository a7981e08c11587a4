using Arena.Simulation;

namespace Arena.OpenAISimulator;

/// <summary>A server of OpenAI's chat completions on this machine's loopback address.</summary>
public static class SimulatedOpenAI
{
    /// <summary>The one API key that is known. Without any the server answers too, as local servers do.</summary>
    public const string ApiKey = "arena-simulated-key";

    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static Task<Simulator> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default) =>
        Simulator.StartAsync(options, new CompletionsService(options), cancellationToken);
}
