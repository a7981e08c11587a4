namespace Arena.Cli.Commands;

/// <summary>What to do with a suite that was just made.</summary>
internal static class NextCommands
{
    /// <param name="id">The suite's id.</param>
    /// <param name="folder">Its folder, where that is not in the folder of the suites.</param>
    public static void Write(string id, string? folder)
    {
        var elsewhere = folder is null ? "" : $" --suites {Path.GetDirectoryName(Path.GetFullPath(folder))}";
        Console.WriteLine($"""

            Prove its checkers:  arena suite check {folder ?? id}
            Run a campaign:      arena run scripted/oracle --suite {id}{elsewhere}
            How to go on:        docs/writing-tasks.md
            """);
    }
}
