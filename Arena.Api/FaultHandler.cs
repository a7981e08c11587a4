using Arena.Core.Documents;
using Arena.Core.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace Arena.Api;

/// <summary>Tells what is broken on this installation where the message is meant for people; everything else is only logged.</summary>
internal sealed partial class FaultHandler(ILogger<FaultHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var kind = exception switch
        {
            DocumentException => "broken-document",
            LogDamagedException or BlobMissingException => "damaged-data",
            TimeoutException => "timeout",
            _ => null,
        };
        if (kind is null)
            return false;
        LogFault(kind, exception);
        ProblemHttpResult result = TypedResults.Problem(
            detail: exception.Message,
            statusCode: exception is TimeoutException ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status500InternalServerError,
            type: "urn:arena:problem:" + kind);
        await result.ExecuteAsync(context);
        return true;
    }

    [LoggerMessage(1, LogLevel.Error, "A request failed: {Kind}")]
    private partial void LogFault(string kind, Exception e);
}
