namespace Arena.Core.Sandboxing;

/// <summary>Runs commands so that they can do no harm beyond what the kind promises. Linux only. Safe for concurrent use.</summary>
public interface ISandbox
{
    /// <summary><c>bubblewrap</c> or <c>process</c>; recorded in the transcript.</summary>
    string Kind { get; }

    /// <summary>
    /// Runs a command to its end or its time limit and kills whatever it left running. A command that fails, crashes or
    /// cannot be found is a result.
    /// </summary>
    /// <param name="command">What to run.</param>
    /// <param name="cancellationToken">Kills the command; the call then throws.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="IOException">The process could not be started: broken infrastructure.</exception>
    Task<SandboxResult> RunAsync(SandboxCommand command, CancellationToken cancellationToken);
}
