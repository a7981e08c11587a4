using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Arena.Core.Models.OpenAI;

/// <summary>
/// Every way in which a call can fail, as a closed kind. What was refused before a model could begin is not billed; what broke
/// later may be. The message of a failure that another try would not mend says what to do.
/// </summary>
/// <param name="server">Whom the call went to.</param>
/// <param name="maxOutputTokens">The most output tokens that the card asks for.</param>
/// <param name="time">The clock, for delays that are told as a date.</param>
internal sealed partial class OpenAIFailures(OpenAIServer server, int maxOutputTokens, TimeProvider time)
{
    private const int LongestMessage = 2000;

    /// <summary>The failure of a call that the server refused.</summary>
    /// <param name="response">Its answer.</param>
    /// <param name="body">The body of it.</param>
    public ModelCallException Refused(PipelineResponse response, string body)
    {
        var error = OpenAIError.Read(body);
        if (response.Status is >= 300 and < 400)
        {
            var target = Header(response, "Location") ?? "another address";
            return Failure(ModelFailureKind.InvalidRequest, false, $"HTTP {response.Status}: the server redirects to {target}. Next: put the address that it serves at into connection.endpoint.", response);
        }

        var (kind, billed, next) = Classify(response.Status, error, begun: false);
        return Failure(kind, billed, Told(response.Status, error, next), response);
    }

    /// <summary>The failure of a call whose answer, which had begun, tells an error.</summary>
    public ModelCallException Broken(OpenAIError error, PipelineResponse response, PartialAnswer? partial)
    {
        var (kind, _, next) = Classify(error.Status ?? 0, error, begun: true);
        return Failure(kind, true, Told(error.Status, error, next), response, partial: partial);
    }

    /// <summary>The failure behind an exception of the SDK or of the connection.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="response">The answer, where it had begun.</param>
    /// <param name="partial">What had been received of it.</param>
    public ModelCallException Of(Exception e, PipelineResponse? response, PartialAnswer? partial)
    {
        if (e is ModelCallException known)
            return known;
        var (kind, billed, message) = Classify(e, begun: response is not null);
        return Failure(kind, billed || partial is not null, message, response, e, partial);
    }

    /// <summary>The failure of a call that took longer than it may.</summary>
    public ModelCallException TimedOut(Exception e, TimeSpan timeout, PipelineResponse? response, PartialAnswer? partial) => Failure(
        ModelFailureKind.TimedOut, true, $"No complete answer within {timeout.TotalSeconds:0.###} s{(partial is null ? "" : $"; {partial}")}.", response, e, partial);

    /// <summary>The server's id of a request; null where it gives none.</summary>
    public static string? RequestIdOf(PipelineResponse response) => Header(response, "x-request-id") ?? Header(response, "request-id");

    private ModelCallException Failure(
        ModelFailureKind kind, bool billed, string message, PipelineResponse? response, Exception? inner = null, PartialAnswer? partial = null)
    {
        var shown = server.Shown(message);
        return new ModelCallException(
            kind,
            shown.Length <= LongestMessage ? shown : shown[..LongestMessage] + "...",
            billed,
            response is null ? null : RetryAfter.Milliseconds(Header(response, "retry-after-ms")) ?? RetryAfter.SecondsOrDate(Header(response, "Retry-After"), time.GetUtcNow()),
            response is null ? null : RequestIdOf(response),
            inner,
            partial);
    }

    private static string Told(int? status, OpenAIError error, string? next)
    {
        var name = status is null or 0 ? error.Code ?? "Error" : error.Code is null ? $"HTTP {status}" : $"HTTP {status} {error.Code}";
        return $"{name}: {error.Message}{(next is null ? "" : $" Next: {next}")}";
    }

    // The status says most; where it stands for several things, the error's name or its text tells them apart.
    private (ModelFailureKind Kind, bool Billed, string? Next) Classify(int status, OpenAIError error, bool begun)
    {
        if (Means(error, "context_length_exceeded", "exceed_context_size_error") || (status is 0 or 400 or 413 or 422 or 500 && ContextLimit.IsToldBy(error.Message)))
        {
            // Where the output alone would fill the context no prompt ever fits: that is the card's fault, and no run's.
            return Length.Match(error.Message) is { Success: true } told && long.Parse(told.Groups["limit"].ValueSpan, CultureInfo.InvariantCulture) <= maxOutputTokens
                ? (ModelFailureKind.InvalidRequest, begun, "lower maxOutputTokens in the card; prompt and output share the context.")
                : (ModelFailureKind.ContextTooLong, begun, null);
        }

        if (Means(error, "content_filter", "content_policy_violation", "moderation_blocked") || Says(error, "content management policy", "requires moderation", "content policy"))
            return (ModelFailureKind.Filtered, begun, null);
        if (status == 402 || Means(error, "insufficient_quota", "billing_hard_limit_reached", "billing_not_active"))
            return (ModelFailureKind.AccessDenied, false, "add credit to the account, or raise its limit.");
        if (Means(error, "model_not_found", "model_not_available"))
            return (ModelFailureKind.NotFound, false, HowToFind(error));
        if (Means(error, "invalid_api_key"))
            return (ModelFailureKind.AccessDenied, false, HowToGiveKey);
        return status switch
        {
            429 => (ModelFailureKind.Throttled, begun, null),
            401 or 403 or 407 => (ModelFailureKind.AccessDenied, false, HowToGiveKey),
            404 or 405 or 410 => (ModelFailureKind.NotFound, false, HowToFind(error)),
            408 or 504 or 522 or 524 => (ModelFailureKind.TimedOut, true, null),
            413 => (ModelFailureKind.ContextTooLong, false, null),
            409 or 425 => (ModelFailureKind.Overloaded, true, null),
            // Refused because the server is full, before a model could begin; but another one on the way may say it of a call that ran.
            503 or 529 => (ModelFailureKind.Overloaded, begun, null),
            501 => (ModelFailureKind.InvalidRequest, false, HowToCorrect(error)),
            >= 500 => (ModelFailureKind.Overloaded, true, null),
            >= 400 => (ModelFailureKind.InvalidRequest, false, HowToCorrect(error)),
            _ => OfName(error),
        };
    }

    // An error without a status, in the middle of an answer.
    private static (ModelFailureKind Kind, bool Billed, string? Next) OfName(OpenAIError error)
    {
        if (Means(error, "rate_limit_exceeded", "rate_limit_error", "too_many_requests"))
            return (ModelFailureKind.Throttled, true, null);
        if (Means(error, "server_error", "internal_server_error", "overloaded_error", "api_error", "service_unavailable"))
            return (ModelFailureKind.Overloaded, true, null);
        return Means(error, "invalid_request_error") ? (ModelFailureKind.InvalidRequest, true, HowToCorrect(error)) : (ModelFailureKind.Unknown, true, null);
    }

    private static (ModelFailureKind Kind, bool Billed, string Message) Classify(Exception e, bool begun) => e switch
    {
        AggregateException { InnerException: { } inner } => Classify(inner, begun),
        // What the connection threw comes from the SDK in an exception of its own.
        ClientResultException { Status: 0, InnerException: { } inner } => Classify(inner, begun),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } =>
            (ModelFailureKind.Network, false, $"The server cannot be reached: {Innermost(e)}"),
        // The handler's own limit for the time until a connection stands.
        OperationCanceledException { InnerException: TimeoutException } when !begun => (ModelFailureKind.Network, false, $"The server cannot be reached: {Innermost(e)}"),
        OperationCanceledException => (ModelFailureKind.TimedOut, true, "No answer within the time-out of the connection."),
        HttpRequestException or IOException => (ModelFailureKind.Network, true, begun ? "The connection broke in the middle of the answer." : $"The connection broke: {Innermost(e)}"),
        JsonException or FormatException or ArgumentException or InvalidOperationException or InvalidDataException => (ModelFailureKind.Malformed, true, $"The answer cannot be read: {e.Message}"),
        _ => (ModelFailureKind.Unknown, true, $"{e.GetType().Name}: {e.Message}"),
    };

    private string HowToGiveKey => server switch
    {
        { Key: not null } => $"check the key in {server.KeyVariable} and what it may do.",
        { KeyVariable: { } variable } => $"set {variable} to the server's API key.",
        _ => "put the name of the environment variable that holds the server's API key into connection.keyVariable.",
    };

    private string HowToFind(OpenAIError error) => Says(error, "model")
        ? $"check the card's model; {server.Address}/models lists what the server has."
        : $"check the card's model and connection.endpoint, which is {server.Address} and usually ends in /v1.";

    private static string HowToCorrect(OpenAIError error)
    {
        if (Says(error, "max_tokens", "max_completion_tokens"))
            return "set connection.maxTokensField to the field that the server takes, and check maxOutputTokens.";
        return Says(error, "reasoning_content", "reasoning_details")
            ? "set connection.reasoningField to the field in which the server takes reasoning back, or leave it out where it takes none."
            : "see what the server takes and correct the card.";
    }

    private static bool Means(OpenAIError error, params ReadOnlySpan<string> codes)
    {
        foreach (var code in codes)
        {
            if (string.Equals(error.Code, code, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool Says(OpenAIError error, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (error.Message.Contains(text, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static string? Header(PipelineResponse response, string name) => response.Headers.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    [GeneratedRegex("maximum context length (is|of) (?<limit>[0-9]{1,12})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Length { get; }

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;
}
