using System.Globalization;
using Arena.Simulation;
using Arena.Simulation.Faults;
using Microsoft.AspNetCore.Http;

namespace Arena.OpenAISimulator;

/// <summary>The faults that are answered with an error instead of an answer, in the words of OpenAI and of servers like it.</summary>
internal static class FaultErrors
{
    private const string Html = "<html><head><title>503 Service Temporarily Unavailable</title></head><body><h1>503</h1></body></html>";

    public static WireError? Of(Fault? fault) => fault?.Kind switch
    {
        FaultKind.Throttled => new WireError(429, "requests", fault.Text ?? "Rate limit reached for requests. Please try again later.", "rate_limit_exceeded"),
        FaultKind.NotReady => new WireError(503, "unavailable_error", "Loading model"),
        FaultKind.InternalError => new WireError(500, "server_error", "The server had an error while processing your request. Sorry about that!"),
        FaultKind.Unavailable => new WireError(503, "service_unavailable", "The engine is currently overloaded, please try again later."),
        FaultKind.UnavailableHtml => new WireError(503, "", Html),
        FaultKind.ModelTimeout => new WireError(408, "timeout", "Request timed out."),
        FaultKind.ModelError => new WireError(fault.Status ?? 502, "provider_error", fault.Text ?? "Provider returned error"),
        FaultKind.QuotaExceeded => new WireError(429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota"),
        FaultKind.TooLong => WireError.Invalid(
            "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.", "messages", "context_length_exceeded"),
        FaultKind.Invalid => WireError.Invalid(fault.Text ?? "Unsupported value: 'temperature' does not support 0.2 with this model.", "temperature", "unsupported_value"),
        FaultKind.AccessDenied => new WireError(403, "invalid_request_error", "You are not allowed to sample from this model", "permission_denied"),
        FaultKind.ExpiredToken => new WireError(401, "invalid_request_error", "Incorrect API key provided.", "invalid_api_key"),
        FaultKind.NotFound => new WireError(404, "invalid_request_error", "The model does not exist or you do not have access to it.", "model_not_found", "model"),
        _ => null,
    };

    public static async Task WriteAsync(HttpContext context, SimulatedRequest request, Fault fault, WireError error)
    {
        if (fault.Delay is { } delay)
        {
            context.Response.Headers["retry-after-ms"] = Math.Ceiling(delay.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["Retry-After"] = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        await (error.Type.Length == 0
            ? SimulatedService.WriteAsync(context, request, error.Status, "text/html", error.Message)
            : SimulatedService.WriteAsync(context, request, error.Status, "application/json", error.ToJson()));
    }
}
