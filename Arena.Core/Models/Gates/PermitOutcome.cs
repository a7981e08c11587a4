using Arena.Core.Runs;

namespace Arena.Core.Models.Gates;

/// <summary>How a call ended, as its gate has to know. A closed set.</summary>
/// <param name="Tokens">Tokens that the call really took, prompt and output; null where nobody knows, and its reservation stays.</param>
public abstract record PermitOutcome(long? Tokens)
{
    /// <summary>It came back with an answer.</summary>
    /// <param name="Tokens">Tokens that it really took; null where the provider did not tell.</param>
    public sealed record Succeeded(long? Tokens) : PermitOutcome(Tokens);

    /// <summary>The provider said that this is too much: it took no tokens, and the model is paused.</summary>
    /// <param name="Delay">The delay that the provider asked for; null where it gave none.</param>
    public sealed record Throttled(TimeSpan? Delay) : PermitOutcome(0);

    /// <summary>The provider is over its capacity or broken: that says nothing of how much it takes of us.</summary>
    /// <param name="Tokens">0 where the call cannot have been processed.</param>
    public sealed record Overloaded(long? Tokens) : PermitOutcome(Tokens);

    /// <summary>It failed in another way.</summary>
    /// <param name="Tokens">0 where the call cannot have been processed.</param>
    public sealed record Failed(long? Tokens) : PermitOutcome(Tokens);

    /// <summary>It was given up, before it left or while it was under way.</summary>
    public sealed record Abandoned() : PermitOutcome((long?)null);

    /// <summary>The outcome that the events at the end of a call tell.</summary>
    public static PermitOutcome Of(IEnumerable<RunEvent> events)
    {
        foreach (var e in events)
        {
            switch (e)
            {
                case ModelCallCompleted completed:
                    return new Succeeded(completed.Usage.Input + completed.Usage.Output);
                case ModelCallFailed failed:
                    return Of(failed);
            }
        }

        return new Abandoned();
    }

    private static PermitOutcome Of(ModelCallFailed failed)
    {
        long? tokens = failed.MayBeBilled ? null : 0;
        return failed.Kind switch
        {
            ModelFailureKind.Throttled => new Throttled(failed.RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null),
            ModelFailureKind.Overloaded => new Overloaded(tokens),
            _ => new Failed(tokens),
        };
    }
}
