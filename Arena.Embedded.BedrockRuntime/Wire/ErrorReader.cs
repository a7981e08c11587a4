using System.Net;
using System.Text.Json;
using Amazon.BedrockRuntime.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.BedrockRuntime.Wire;

/// <summary>Error answers as the exceptions of their names.</summary>
internal static class ErrorReader
{
    public static AmazonServiceException Read(JsonUnmarshallerContext context, Exception inner, HttpStatusCode status)
    {
        var reader = new StreamingUtf8JsonReader(context.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
        return Of(error.Code, error.Message, inner, error.RequestId, status, context.GetResponseBodyBytes());
    }

    /// <summary>An error by its name, also where a stream tells it in camel case.</summary>
    public static AmazonServiceException Of(
        string? code, string message, Exception? inner, string? id, HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        var name = string.IsNullOrEmpty(code) ? "" : char.ToUpperInvariant(code[0]) + code[1..];
        const ErrorType Type = ErrorType.Unknown;
        return name switch
        {
            "AccessDeniedException" => new AccessDeniedException(message, inner, Type, code, id, status),
            "ConflictException" => new ConflictException(message, inner, Type, code, id, status),
            "InternalServerException" => new InternalServerException(message, inner, Type, code, id, status),
            "ModelErrorException" => new ModelErrorException(message, inner, Type, code, id, status) { OriginalStatusCode = Original(body).Status },
            "ModelNotReadyException" => new ModelNotReadyException(message, inner, Type, code, id, status),
            "ModelStreamErrorException" => new ModelStreamErrorException(message, inner, Type, code, id, status)
            {
                OriginalStatusCode = Original(body).Status,
                OriginalMessage = Original(body).Message,
            },
            "ModelTimeoutException" => new ModelTimeoutException(message, inner, Type, code, id, status),
            "ResourceNotFoundException" => new ResourceNotFoundException(message, inner, Type, code, id, status),
            "ServiceQuotaExceededException" => new ServiceQuotaExceededException(message, inner, Type, code, id, status),
            "ServiceUnavailableException" => new ServiceUnavailableException(message, inner, Type, code, id, status),
            "ThrottlingException" => new ThrottlingException(message, inner, Type, code, id, status),
            "ValidationException" => new ValidationException(message, inner, Type, code, id, status),
            _ => new AmazonBedrockRuntimeException(message, inner, Type, code, id, status),
        };
    }

    private static (int? Status, string? Message) Original(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return (WireJson.Int(document.RootElement, "originalStatusCode"), WireJson.String(document.RootElement, "originalMessage"));
        }
        catch (JsonException)
        {
            // An error whose details cannot be read is still the error that its name tells.
            return default;
        }
    }
}
