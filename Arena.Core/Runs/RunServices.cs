using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Storage;

namespace Arena.Core.Runs;

/// <summary>What the runs of a host share.</summary>
/// <param name="Log">The transcripts.</param>
/// <param name="Blobs">Long texts.</param>
/// <param name="Environments">Makes workspaces, tools and checkers.</param>
/// <param name="Providers">Model providers by kind.</param>
/// <param name="Gate">Permits.</param>
/// <param name="Budget">Money.</param>
/// <param name="Time">The clock.</param>
/// <param name="Host">Machine and process, for the transcript.</param>
public sealed record RunServices(
    IRunLog Log,
    IBlobStore Blobs,
    IRunEnvironmentFactory Environments,
    ModelProviders Providers,
    IModelGate Gate,
    IRunBudget Budget,
    TimeProvider Time,
    string Host)
{
    /// <summary>The most that one model call may take where its card does not say; the task's remaining time may make it less. 10 min.</summary>
    public TimeSpan CallTimeout { get; init; } = ModelConnection.DefaultTimeout;

    /// <summary>Is told when gate or budget cannot be reached and a run waits for them.</summary>
    public Action<RunKey, Exception>? OnUnreachable { get; init; }

    /// <summary>Is told of a call whose price is above what was reserved for it.</summary>
    public Action<RunKey, ModelCallCompleted>? OnOverrun { get; init; }

    /// <summary>Name of this machine and process, as transcripts tell it.</summary>
    public static string ThisHost { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";
}
