namespace Arena.Core.Models.Gates;

/// <summary>
/// How many calls at a time a provider takes, found out by asking. A round is clean when as many calls as the limit allows have
/// succeeded without a throttle between. Only calls count that were granted after the limit last changed and after the last
/// throttle, since others say nothing of this limit, and none that come back within the cool-down. After a clean round in which
/// the limit was reached at least once, it doubles until the first throttle ever, and grows by 5 %, at least 1, after it. A limit
/// that nobody reached has not been tried and stays. A throttle multiplies the limit by 0.8, rounded down, once per episode; an
/// episode is all throttles within a cool-down of 15 s. Nothing else shrinks it, and it is never below 1.
/// A throttle also pauses the model: for the provider's delay, else for 2 s, doubled with every further episode that no clean
/// round came between, up to 60 s. The numbers are those of Inspect AI's adaptive connections; the pause is Arena's own.
/// </summary>
/// <param name="start">Calls at a time at first.</param>
public sealed class AdaptiveLimit(int start)
{
    /// <summary>How long after a shrinkage further throttles are the same episode: 15 s.</summary>
    public static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(15);

    /// <summary>The longest pause that a provider may ask for: 1 h; then it is asked again.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private const double Shrinkage = 0.8;
    private const int GrowthPercent = 5;
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(60);

    private int successes;
    private int consecutive;
    private bool reached;
    private TimeSpan? episodeBegan;

    /// <summary>Calls at a time now.</summary>
    public int Limit { get; private set; } = start;

    /// <summary>True until the first throttle.</summary>
    public bool IsSlowStart => Episodes == 0;

    /// <summary>Episodes of throttling so far.</summary>
    public int Episodes { get; private set; }

    /// <summary>When the pause ends; null where there was none. In the time that <see cref="Throttled"/> was told.</summary>
    public TimeSpan? PausedUntil { get; private set; }

    /// <summary>Which round calls that are granted now belong to.</summary>
    public int Round { get; private set; }

    /// <summary>Whether the model is paused.</summary>
    /// <param name="now">Time on the caller's clock.</param>
    public bool IsPaused(TimeSpan now) => PausedUntil > now;

    /// <summary>As many calls as the limit allows are under way.</summary>
    public void Reached() => reached = true;

    /// <summary>A call succeeded.</summary>
    /// <param name="round">The round that it was granted in.</param>
    /// <param name="cap">What the limit may grow to.</param>
    /// <param name="now">Time on the caller's clock.</param>
    public void Succeeded(int round, int cap, TimeSpan now)
    {
        if (round != Round || now - episodeBegan < CoolDown || ++successes < Limit)
            return;
        successes = 0;
        consecutive = 0;
        var grown = IsSlowStart ? Limit * 2L : Limit + Math.Max(1, Limit * GrowthPercent / 100);
        if (!reached || Limit >= cap)
            return;
        Limit = (int)Math.Min(grown, cap);
        Begin();
    }

    /// <summary>The provider throttled a call.</summary>
    /// <param name="delay">The delay that it asked for; null, or not above 0, where it gave none.</param>
    /// <param name="now">Time on the caller's clock.</param>
    public void Throttled(TimeSpan? delay, TimeSpan now)
    {
        if (episodeBegan is not { } began || now - began >= CoolDown)
        {
            episodeBegan = now;
            Episodes++;
            consecutive++;
            Limit = Math.Max(1, (int)(Limit * Shrinkage));
        }

        Begin();
        var pause = delay is { } asked && asked > TimeSpan.Zero ? asked : BackOff();
        var until = now + (pause < LongestPause ? pause : LongestPause);
        PausedUntil = PausedUntil > until ? PausedUntil : until;
    }

    private TimeSpan BackOff()
    {
        var doubled = FirstBackOff * Math.Pow(2, Math.Clamp(consecutive - 1, 0, 10));
        return doubled < LongestBackOff ? doubled : LongestBackOff;
    }

    private void Begin()
    {
        Round++;
        successes = 0;
        reached = false;
    }
}
