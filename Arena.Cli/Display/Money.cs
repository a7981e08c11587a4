using System.Globalization;

namespace Arena.Cli.Display;

/// <summary>US dollars for people: unknown is said, and small amounts keep their digits.</summary>
internal static class Money
{
    public static string Of(decimal? usd) => usd is not { } value
        ? "cost unknown"
        : "$" + value.ToString(value is 0 or >= 1 ? "0.00" : value >= 0.01m ? "0.0000" : "0.000000", CultureInfo.InvariantCulture);
}
