using System.Text.Json.Nodes;

namespace Arena.OpenAISimulator;

/// <summary>An error as the service answers it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">Its class, for example <c>invalid_request_error</c>.</param>
/// <param name="Message">The message.</param>
/// <param name="Code">Its name; null where it has none.</param>
/// <param name="Parameter">The field of the request that it is about; null for none.</param>
internal sealed record WireError(int Status, string Type, string Message, string? Code = null, string? Parameter = null)
{
    public static WireError Invalid(string message, string? parameter = null, string? code = null) => new(400, "invalid_request_error", message, code, parameter);

    public string ToJson() => new JsonObject
    {
        ["error"] = new JsonObject { ["message"] = Message, ["type"] = Type, ["param"] = Parameter, ["code"] = Code },
    }.ToJsonString();
}
