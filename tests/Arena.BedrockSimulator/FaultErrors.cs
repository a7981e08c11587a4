using System.Globalization;
using System.Text.Json.Nodes;
using Arena.BedrockSimulator.Wire;
using Arena.Simulation;
using Arena.Simulation.Faults;
using Microsoft.AspNetCore.Http;

namespace Arena.BedrockSimulator;

/// <summary>The faults that are answered with an error instead of an answer.</summary>
internal static class FaultErrors
{
    public static WireError? Of(Fault? fault) => fault?.Kind switch
    {
        FaultKind.Throttled => new WireError(429, "ThrottlingException", fault.Text ?? "Too many requests, please wait before trying again."),
        FaultKind.NotReady => new WireError(429, "ModelNotReadyException", "The model is not ready."),
        FaultKind.InternalError => new WireError(500, "InternalServerException", "The system encountered an unexpected error during processing. Try your request again."),
        FaultKind.Unavailable => new WireError(503, "ServiceUnavailableException", "Bedrock is unable to process your request."),
        FaultKind.UnavailableHtml => new WireError(503, "", "<html><head><title>503</title></head><body><h1>503 Service Temporarily Unavailable</h1></body></html>"),
        FaultKind.ModelTimeout => new WireError(408, "ModelTimeoutException", "Model has timed out in processing the request. Try your request again."),
        FaultKind.ModelError => new WireError(424, "ModelErrorException", fault.Text ?? "The request failed due to an error while processing the model."),
        FaultKind.QuotaExceeded => new WireError(400, "ServiceQuotaExceededException", "Your request exceeds the service quota for your account."),
        FaultKind.TooLong => WireError.Invalid(fault.Text ?? "The model returned the following errors: Input is too long for requested model."),
        FaultKind.Invalid => WireError.Invalid(fault.Text ?? "This model doesn't support tool use in streaming mode."),
        FaultKind.AccessDenied => new WireError(403, "AccessDeniedException", "User: arn:aws:iam::123456789012:user/someone is not authorized to perform: bedrock:InvokeModel"),
        FaultKind.ExpiredToken => new WireError(403, "ExpiredTokenException", "The security token included in the request is expired"),
        FaultKind.NotFound => new WireError(404, "ResourceNotFoundException", "Could not resolve the foundation model from the model identifier."),
        _ => null,
    };

    public static async Task WriteAsync(HttpContext context, SimulatedRequest request, Fault fault, WireError error)
    {
        if (fault.Delay is { } delay)
            context.Response.Headers["Retry-After"] = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (error.Name.Length == 0)
        {
            await SimulatedService.WriteAsync(context, request, error.Status, "text/html", error.Message);
            return;
        }

        context.Response.Headers["x-amzn-errortype"] = error.Name;
        var body = new JsonObject { ["message"] = error.Message };
        if (fault.Status is { } status)
            body["originalStatusCode"] = status;
        await SimulatedService.WriteAsync(context, request, error.Status, "application/json", body.ToJsonString());
    }
}
