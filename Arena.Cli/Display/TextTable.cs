namespace Arena.Cli.Display;

/// <summary>A table for people: columns as wide as their widest cell.</summary>
internal static class TextTable
{
    /// <summary>Writes the rows, the first of them the header.</summary>
    /// <param name="rows">Rows of the same length.</param>
    /// <param name="leftAligned">The columns whose cells begin at the left; numbers end at the right. Null for all.</param>
    public static void Write(IReadOnlyList<string[]> rows, int[]? leftAligned = null)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (var row in rows)
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => IsLeft(column) ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());

        bool IsLeft(int column) => leftAligned?.Contains(column) ?? true;
    }
}
