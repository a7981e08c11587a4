namespace Arena.Core.Runs;

/// <summary>One repetition of one task of a campaign. Written <c>campaign/task/n</c>.</summary>
/// <param name="Campaign">Campaign id, for example <c>2026-05-25-qwen3-coder-next-agentic-core-v1</c>.</param>
/// <param name="Task">Task id within the suite, for example <c>task_01</c>.</param>
/// <param name="Repetition">1 for R1, 2 for R2, and so on.</param>
public sealed record RunKey(string Campaign, string Task, int Repetition)
{
    /// <summary>Reads <c>campaign/task/n</c>.</summary>
    /// <exception cref="FormatException">The text has not that form.</exception>
    public static RunKey Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length == 3 && parts[0].Length > 0 && parts[1].Length > 0
            && int.TryParse(parts[2], System.Globalization.NumberStyles.None, null, out var repetition) && repetition > 0)
        {
            return new RunKey(parts[0], parts[1], repetition);
        }

        throw new FormatException($"'{text}' is no run key; expected campaign/task/n with n of at least 1.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Campaign}/{Task}/{Repetition}";
}
