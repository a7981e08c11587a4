using Arena.Core.Models;
using Arena.Core.Suites;
using Arena.Simulation.Answers;
using Arena.Simulation.Faults;

namespace Arena.Simulation;

/// <summary>What a simulator is.</summary>
/// <param name="Models">Where the scripted cards are.</param>
/// <param name="Suites">Where the tasks are that the scripts are for.</param>
public sealed record SimulatorOptions(ModelCatalog Models, SuiteCatalog Suites)
{
    /// <summary>The port on this machine's loopback address; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The card that a model id plays which is no scripted card's.</summary>
    public string Plays { get; init; } = "scripted/oracle";

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>Whether the model reasons, and refuses a conversation in which its reasoning does not come back as it was.</summary>
    public bool Reasoning { get; init; }

    /// <summary>Answers instead of the scripts, by the request and the number of its turn, from 0; null leaves it to the scripts.</summary>
    public Func<SimulatedRequest, int, SimulatedAnswer?> Answer { get; init; } = (_, _) => null;

    /// <summary>Is told of each request, as a line for people.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The certificate to serve https with; null for http.</summary>
    public System.Security.Cryptography.X509Certificates.X509Certificate2? Certificate { get; init; }
}
