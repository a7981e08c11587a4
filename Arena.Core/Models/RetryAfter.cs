using System.Globalization;

namespace Arena.Core.Models;

/// <summary>Reads the delay that a server asks for in a header of its error.</summary>
internal static class RetryAfter
{
    /// <summary>A number of milliseconds; null where it is none.</summary>
    public static TimeSpan? Milliseconds(string? text) => Number(text) is { } value ? TimeSpan.FromMilliseconds(value) : null;

    /// <summary>What <c>Retry-After</c> holds: a number of seconds, or the date of HTTP. Null where it is neither, or the date is over.</summary>
    public static TimeSpan? SecondsOrDate(string? text, DateTimeOffset now)
    {
        if (Number(text) is { } seconds)
            return TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date > now ? date - now : null;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < int.MaxValue ? value : null;
}
