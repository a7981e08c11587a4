namespace Arena.Bench;

/// <summary>Rows of Markdown, for <c>bench/RESULTS.md</c>.</summary>
internal static class Table
{
    public static void Row(string what, string measured, string target) => Console.WriteLine($"| {what} | {measured} | {target} |");
}
