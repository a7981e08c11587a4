using System.Globalization;
using Amazon.Runtime.Internal;

namespace Arena.Core.Models.Bedrock;

/// <summary>The delay that a server asks for in a header of its error; the SDK passes it by.</summary>
internal static class RetryDelay
{
    public static TimeSpan? Of(Exception e, DateTimeOffset now)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpErrorResponseException { Response: { } response })
            {
                return Milliseconds(response.GetHeaderValue("x-amz-retry-after")) ?? SecondsOrDate(response.GetHeaderValue("Retry-After"), now);
            }
        }

        return null;
    }

    private static TimeSpan? Milliseconds(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < int.MaxValue
            ? TimeSpan.FromMilliseconds(value)
            : null;

    private static TimeSpan? SecondsOrDate(string? text, DateTimeOffset now)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < int.MaxValue)
            return TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date > now ? date - now : null;
    }
}
