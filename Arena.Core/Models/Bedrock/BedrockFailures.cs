using System.Net;
using System.Text.Json;
using Amazon.BedrockRuntime.Model;
using Amazon.Runtime;

namespace Arena.Core.Models.Bedrock;

/// <summary>
/// Every way in which a call can fail, as a closed kind. What was refused before a model could begin is not billed; what broke
/// later may be. The message of a failure that another try would not mend says what to do.
/// </summary>
internal static class BedrockFailures
{
    private const int LongestMessage = 2000;

    /// <summary>The failure behind an exception of the SDK, of the stream or of the connection.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="requestId">The service's id of the request, where its answer had begun.</param>
    /// <param name="partial">What had been received of the answer.</param>
    /// <param name="now">The time, for delays that are told as a date.</param>
    public static ModelCallException Of(Exception e, string? requestId, PartialAnswer? partial, DateTimeOffset now)
    {
        if (e is ModelCallException known)
            return known;
        var begun = requestId is not null;
        var (kind, billed, message) = Classify(e, begun);
        var service = Service(e);
        return new ModelCallException(
            kind,
            Shown(message),
            billed || partial is not null,
            RetryDelay.Of(e, now),
            NonEmpty(service?.RequestId) ?? requestId,
            e,
            partial);
    }

    /// <summary>The failure of a call that took longer than it may.</summary>
    public static ModelCallException TimedOut(Exception e, TimeSpan timeout, string? requestId, PartialAnswer? partial) => new(
        ModelFailureKind.TimedOut,
        $"No complete answer within {timeout.TotalSeconds:0.###} s{(partial is null ? "" : $"; {partial}")}.",
        mayBeBilled: true, requestId: requestId, inner: e, partial: partial);

    private static (ModelFailureKind Kind, bool Billed, string Message) Classify(Exception e, bool begun) => e switch
    {
        // A broken body is the connection's fault where reading it failed, and the sender's where it can be read and makes no sense.
        AmazonUnmarshallingException { InnerException: IOException or HttpRequestException } => (ModelFailureKind.Network, true, "The connection broke in the middle of the answer."),
        AmazonUnmarshallingException => (ModelFailureKind.Malformed, true, $"The answer cannot be read: {Innermost(e)}"),
        BedrockRuntimeEventStreamException { InnerException: AmazonServiceException inner } => OfService(inner, begun: true),
        BedrockRuntimeEventStreamException { InnerException: IOException or HttpRequestException } => (ModelFailureKind.Network, true, "The connection broke in the middle of the answer."),
        BedrockRuntimeEventStreamException => (ModelFailureKind.Malformed, true, $"The streamed answer cannot be read: {Innermost(e)}"),
        AmazonServiceException service => OfService(service, begun),
        TimeoutException => (ModelFailureKind.TimedOut, true, "No answer within the time-out of the connection."),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } =>
            (ModelFailureKind.Network, false, $"The service cannot be reached: {Innermost(e)}"),
        HttpRequestException or IOException => (ModelFailureKind.Network, true, $"The connection broke: {Innermost(e)}"),
        AmazonClientException client => OfClient(client),
        JsonException or FormatException or ArgumentException or InvalidDataException => (ModelFailureKind.Malformed, true, $"The answer cannot be read: {e.Message}"),
        _ => (ModelFailureKind.Unknown, true, $"{e.GetType().Name}: {e.Message}"),
    };

    private static (ModelFailureKind Kind, bool Billed, string Message) OfService(AmazonServiceException e, bool begun)
    {
        var code = NonEmpty(e.ErrorCode) ?? (e.StatusCode == default ? e.GetType().Name : $"HTTP {(int)e.StatusCode}");
        var message = $"{code}: {e.Message}";
        return e switch
        {
            ThrottlingException => (ModelFailureKind.Throttled, begun, message),
            ServiceQuotaExceededException => (ModelFailureKind.Throttled, begun, $"{message} Next: ask for a higher quota of this model in the account's Service Quotas."),
            ModelNotReadyException or ServiceUnavailableException => (ModelFailureKind.Overloaded, begun, message),
            InternalServerException or ConflictException => (ModelFailureKind.Overloaded, true, message),
            ModelTimeoutException => (ModelFailureKind.TimedOut, true, message),
            ModelErrorException { OriginalStatusCode: >= 400 and < 500 and not 408 and not 424 and not 429 } => (ModelFailureKind.InvalidRequest, true, message),
            ModelErrorException or ModelStreamErrorException => (ModelFailureKind.Overloaded, true, message),
            ResourceNotFoundException => (ModelFailureKind.NotFound, false, $"{message} Next: check the card's model id, and that its region offers the model."),
            ValidationException => OfValidation(message),
            AccessDeniedException => (ModelFailureKind.AccessDenied, false, $"{message} Next: give the caller bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream on this model, and enable access to it in the account."),
            _ => OfStatus(e, message, begun),
        };
    }

    // Errors whose name the service's model does not list, or that another server on the way answered.
    private static (ModelFailureKind Kind, bool Billed, string Message) OfStatus(AmazonServiceException e, string message, bool begun) => e.ErrorCode switch
    {
        "ExpiredTokenException" or "ExpiredToken" or "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidSignatureException"
            or "SignatureDoesNotMatch" or "MissingAuthenticationTokenException" or "IncompleteSignatureException" or "OptInRequired" =>
            (ModelFailureKind.AccessDenied, false, $"{message} Next: renew or correct the credentials."),
        _ => (int)e.StatusCode switch
        {
            429 => (ModelFailureKind.Throttled, begun, message),
            408 or 504 => (ModelFailureKind.TimedOut, true, message),
            401 or 403 => (ModelFailureKind.AccessDenied, false, $"{message} Next: check the credentials and their permissions."),
            404 => (ModelFailureKind.NotFound, false, $"{message} Next: check the card's model id and endpoint."),
            413 => (ModelFailureKind.ContextTooLong, false, message),
            400 => OfValidation(message),
            503 => (ModelFailureKind.Overloaded, begun, message),
            >= 500 => (ModelFailureKind.Overloaded, true, message),
            _ => (ModelFailureKind.Unknown, true, message),
        },
    };

    // The service has one error for all that is wrong with a request; only its text tells these apart.
    private static (ModelFailureKind Kind, bool Billed, string Message) OfValidation(string message)
    {
        if (ContextLimit.IsToldBy(message))
            return (ModelFailureKind.ContextTooLong, false, message);
        if (Says(message, "content policy", "content filter", "blocked by", "safety"))
            return (ModelFailureKind.Filtered, false, message);
        if (Says(message, "model identifier is invalid", "model id is invalid"))
            return (ModelFailureKind.NotFound, false, $"{message} Next: check the card's model id, and that its region offers the model.");
        if (Says(message, "on-demand throughput"))
            return (ModelFailureKind.InvalidRequest, false, $"{message} Next: put the id of an inference profile (us., eu., apac. or global. before the model id) into the card.");
        return (ModelFailureKind.InvalidRequest, false, $"{message} Next: see what the model supports and correct its card.");
    }

    // Thrown before a request leaves. The SDK names the last kind of credential that it tried, not what is missing.
    private static (ModelFailureKind Kind, bool Billed, string Message) OfClient(AmazonClientException e) => e.InnerException switch
    {
        AmazonServiceException service => OfService(service, begun: false),
        _ when Says(e.Message, "must not use 'http'") => (ModelFailureKind.AccessDenied, false, $"A Bedrock API key is never sent over http. Next: {BedrockCredentials.UseKeysForHttp}"),
        _ when Says(e.Message, "credential", "bearer token", "token provider", "IdentityResolver", "profile") =>
            (ModelFailureKind.AccessDenied, false, $"{BedrockCredentials.Missing} Next: {BedrockCredentials.HowToGive}"),
        _ when Says(e.Message, "region") => (ModelFailureKind.InvalidRequest, false, $"{BedrockCredentials.NoRegion} Next: {BedrockCredentials.HowToGiveRegion}"),
        _ => (ModelFailureKind.Unknown, false, $"{e.GetType().Name}: {e.Message}"),
    };

    private static bool Says(string message, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (message.Contains(text, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static AmazonServiceException? Service(Exception e) => e as AmazonServiceException ?? e.InnerException as AmazonServiceException;

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;

    private static string? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    // The service explains a wrong signature with the request's headers, and a session's token is one of them.
    private static string Shown(string message)
    {
        var headers = message.IndexOf("The Canonical String", StringComparison.Ordinal);
        var next = message.LastIndexOf(" Next: ", StringComparison.Ordinal);
        if (headers >= 0)
            message = message[..headers].TrimEnd() + (next > headers ? message[next..] : "");
        return message.Length <= LongestMessage ? message : message[..LongestMessage] + "...";
    }
}
