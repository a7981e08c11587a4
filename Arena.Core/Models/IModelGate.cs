using Arena.Core.Runs;

namespace Arena.Core.Models;

/// <summary>Hands out permits for model calls, so that all runs together stay within what a provider takes.</summary>
public interface IModelGate
{
    /// <summary>Asks for a permit. Answers at once.</summary>
    /// <param name="run">Who asks.</param>
    /// <param name="model">Which model is to be called.</param>
    /// <param name="ticket">The place in the queue from an earlier answer; null at first.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    ValueTask<PermitAnswer> AcquireAsync(RunKey run, ModelReference model, string? ticket, CancellationToken cancellationToken);

    /// <summary>Gives a permit back. Giving it back twice, or after it expired, changes nothing.</summary>
    ValueTask ReleaseAsync(ModelReference model, string lease, CancellationToken cancellationToken);
}

/// <summary>What a gate answers. A closed set.</summary>
public abstract record PermitAnswer
{
    private PermitAnswer() { }

    /// <summary>The call may leave.</summary>
    /// <param name="Lease">To be given back; taken back by itself when its holder is silent for too long.</param>
    public sealed record Granted(string Lease) : PermitAnswer;

    /// <summary>Ask again after the delay.</summary>
    /// <param name="Ticket">Keeps the place in the queue.</param>
    /// <param name="Delay">How long to wait.</param>
    public sealed record Wait(string Ticket, TimeSpan Delay) : PermitAnswer;
}
