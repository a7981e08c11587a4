using System.Globalization;

namespace Arena.Core.Campaigns;

/// <summary>Whose money a budget keeps: a campaign's, or that of all campaigns on a UTC day. A closed set.</summary>
public abstract record BudgetKey
{
    // No campaign id has a slash.
    private const string DayPrefix = "day/";
    private const string DayFormat = "yyyy-MM-dd";

    private BudgetKey() { }

    /// <summary>A campaign's. Written as its id.</summary>
    /// <param name="Id">Campaign id.</param>
    public sealed record Campaign(string Id) : BudgetKey
    {
        /// <inheritdoc/>
        public override string ToString() => Id;
    }

    /// <summary>A day's. Written <c>day/2026-11-24</c>.</summary>
    /// <param name="Date">The UTC day.</param>
    public sealed record Day(DateOnly Date) : BudgetKey
    {
        /// <inheritdoc/>
        public override string ToString() => DayPrefix + Date.ToString(DayFormat, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads what <c>ToString</c> wrote.</summary>
    /// <exception cref="FormatException">It begins like a day and is none.</exception>
    public static BudgetKey Parse(string key) => key.StartsWith(DayPrefix, StringComparison.Ordinal)
        ? new Day(DateOnly.ParseExact(key[DayPrefix.Length..], DayFormat, CultureInfo.InvariantCulture))
        : new Campaign(key);
}
