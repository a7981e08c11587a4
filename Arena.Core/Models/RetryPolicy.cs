namespace Arena.Core.Models;

/// <summary>When a failed model call is made again. Pure; the planner asks it, and nothing else retries.</summary>
public static class RetryPolicy
{
    /// <summary>The most tries of one call: 6.</summary>
    public const int MaxAttempts = 6;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long to wait after the failure before the next try; null where there is none. The provider's delay where it gave one,
    /// else 1 s doubled with each try up to 60 s, of which <paramref name="jitter"/> takes away up to half.
    /// </summary>
    /// <param name="kind">What happened.</param>
    /// <param name="attempt">Which try failed, from 1.</param>
    /// <param name="retryAfter">The provider's delay.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public static TimeSpan? DelayAfter(ModelFailureKind kind, int attempt, TimeSpan? retryAfter, double jitter)
    {
        var again = kind is ModelFailureKind.Throttled or ModelFailureKind.Overloaded or ModelFailureKind.TimedOut
            or ModelFailureKind.Malformed or ModelFailureKind.Network or ModelFailureKind.Unknown;
        if (!again || attempt >= MaxAttempts)
            return null;
        if (retryAfter is { } asked)
            return asked;
        var full = Math.Min(First.TotalSeconds * Math.Pow(2, attempt - 1), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(full * (1 - jitter / 2));
    }
}
