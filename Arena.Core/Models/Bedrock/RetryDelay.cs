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
                return RetryAfter.Milliseconds(response.GetHeaderValue("x-amz-retry-after"))
                    ?? RetryAfter.SecondsOrDate(response.GetHeaderValue("Retry-After"), now);
            }
        }

        return null;
    }
}
