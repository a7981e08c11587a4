namespace Arena.Grains;

/// <summary>What no campaign says.</summary>
internal static class RunDefaults
{
    /// <summary>The most attempts of a run: the first, and two replacements of what infrastructure failed.</summary>
    public const int Attempts = 3;
}
