namespace Arena.Cli;

/// <summary>What the process tells whoever started it.</summary>
internal static class ExitCodes
{
    /// <summary>Done. For a campaign: it finished, whatever the model scored.</summary>
    public const int Done = 0;

    /// <summary>It could not be done, or a check did not hold.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The campaign was cancelled.</summary>
    public const int Cancelled = 3;

    /// <summary>Stopped by Ctrl-C; a campaign is paused and can go on.</summary>
    public const int Interrupted = 130;

    public const string Help = "Exit codes: 0 done (a campaign finished, whatever the model scored), 1 failed, 2 wrong usage, 3 the campaign was cancelled, 130 interrupted (the campaign is paused and can go on).";
}
