using Microsoft.AspNetCore.Http.HttpResults;

namespace Arena.Api;

/// <summary>Errors as ProblemDetails. The <c>type</c> is stable; the detail is for people.</summary>
internal static class Problems
{
    public static ProblemHttpResult NotFound(string kind, string detail) => Problem(StatusCodes.Status404NotFound, "unknown-" + kind, $"Unknown {kind}", detail);

    public static ProblemHttpResult BadRequest(string kind, string title, string detail, string? field = null) =>
        Problem(StatusCodes.Status400BadRequest, kind, title, detail, field);

    public static ProblemHttpResult Conflict(string kind, string title, string detail) => Problem(StatusCodes.Status409Conflict, kind, title, detail);

    private static ProblemHttpResult Problem(int status, string kind, string title, string detail, string? field = null) => TypedResults.Problem(
        detail: detail,
        statusCode: status,
        title: title,
        type: "urn:arena:problem:" + kind,
        extensions: field is null ? null : new Dictionary<string, object?> { ["field"] = field });
}
