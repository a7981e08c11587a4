using Arena.Core.Models.Gates;
using Arena.Core.Runs;

namespace Arena.Core.Models;

/// <summary>Hands out permits for model calls, so that all runs together stay within what a provider takes.</summary>
public interface IModelGate
{
    /// <summary>Asks for a permit, or asks again. Answers at once.</summary>
    /// <param name="run">Who asks.</param>
    /// <param name="model">Which model is to be called.</param>
    /// <param name="ticket">A name that is new for every call, and the same as long as is asked for that call: asking again after a lost answer takes no second permit.</param>
    /// <param name="tokens">Worst case of the call's tokens, prompt and output.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    ValueTask<PermitAnswer> AcquireAsync(RunKey run, ModelReference model, string ticket, long tokens, CancellationToken cancellationToken);

    /// <summary>Gives a permit or a place in the line back. Twice is as good as once.</summary>
    /// <param name="model">The model.</param>
    /// <param name="lease">The lease, or the ticket that is asked under no longer.</param>
    /// <param name="outcome">How the call ended.</param>
    /// <param name="cancellationToken">Gives up; the lease then comes back by expiry.</param>
    ValueTask ReleaseAsync(ModelReference model, string lease, PermitOutcome outcome, CancellationToken cancellationToken);
}

/// <summary>What a gate answers. A closed set.</summary>
public abstract record PermitAnswer
{
    private PermitAnswer() { }

    /// <summary>The call may leave.</summary>
    /// <param name="Lease">To be given back; taken back by itself when its holder is silent for too long.</param>
    /// <param name="Expires">When it is taken back unless it is renewed, on the gate's clock.</param>
    public sealed record Granted(string Lease, DateTimeOffset Expires) : PermitAnswer;

    /// <summary>Ask again after the delay.</summary>
    /// <param name="Ticket">Keeps the place in the line.</param>
    /// <param name="Delay">How long to wait.</param>
    public sealed record Wait(string Ticket, TimeSpan Delay) : PermitAnswer;
}
