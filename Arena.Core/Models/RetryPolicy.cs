namespace Arena.Core.Models;

/// <summary>When a failed model call is made again. Pure; the planner asks it, and nothing else retries.</summary>
public static class RetryPolicy
{
    /// <summary>The most tries of one call whose end nobody saw: 6.</summary>
    public const int MaxAttempts = 6;

    /// <summary>The longest delay of a provider that is waited for: 5 min. What asks for more is asked again after that.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestSpread = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The most tries of one call that fails in a way: 8 where the provider is full, 6 where it or the network is broken for the
    /// moment, 3 where each try takes its time and may be billed, 1 where another try would fail alike.
    /// </summary>
    public static int MaxAttemptsOf(ModelFailureKind kind) => kind switch
    {
        ModelFailureKind.Throttled => 8,
        ModelFailureKind.Overloaded or ModelFailureKind.Network => MaxAttempts,
        ModelFailureKind.TimedOut or ModelFailureKind.Malformed or ModelFailureKind.Unknown => 3,
        _ => 1,
    };

    /// <summary>
    /// How long to wait after the failure before the next try; null where there is none. The provider's delay where it gave one, up
    /// to <see cref="LongestAsked"/>, and up to a quarter or 10 s more by <paramref name="jitter"/>; else 1 s doubled with each try
    /// up to 60 s, of which <paramref name="jitter"/> takes away up to half.
    /// </summary>
    /// <param name="kind">What happened.</param>
    /// <param name="attempt">Which try failed, from 1.</param>
    /// <param name="retryAfter">The provider's delay.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public static TimeSpan? DelayAfter(ModelFailureKind kind, int attempt, TimeSpan? retryAfter, double jitter)
    {
        if (attempt >= MaxAttemptsOf(kind))
            return null;
        if (retryAfter is { } asked)
        {
            // Never earlier than asked, and not all at once: everybody was told the same delay.
            var least = TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, LongestAsked.Ticks));
            return least + Shorter(least / 4, LongestSpread) * jitter;
        }

        var full = Math.Min(First.TotalSeconds * Math.Pow(2, attempt - 1), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(full * (1 - jitter / 2));
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
