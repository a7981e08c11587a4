using System.Net;
using Amazon.Runtime;

namespace Amazon.BedrockRuntime.Model;

internal sealed class AccessDeniedException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonBedrockRuntimeException(message, inner, type, code, id, status);

internal sealed class ConflictException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonBedrockRuntimeException(message, inner, type, code, id, status);

internal sealed class InternalServerException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonBedrockRuntimeException(message, inner, type, code, id, status);

internal sealed class ModelErrorException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonBedrockRuntimeException(message, inner, type, code, id, status)
{
    public int? OriginalStatusCode { get; set; }
}

internal sealed class ModelNotReadyException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonBedrockRuntimeException(message, inner, type, code, id, status)
{
    public override RetryableDetails Retryable { get; } = new(throttling: false);
}

internal sealed class ModelStreamErrorException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonBedrockRuntimeException(message, inner, type, code, id, status)
{
    public int? OriginalStatusCode { get; set; }

    public string? OriginalMessage { get; set; }
}

internal sealed class ModelTimeoutException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonBedrockRuntimeException(message, inner, type, code, id, status);

internal sealed class ResourceNotFoundException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonBedrockRuntimeException(message, inner, type, code, id, status);

internal sealed class ServiceQuotaExceededException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonBedrockRuntimeException(message, inner, type, code, id, status);

internal sealed class ServiceUnavailableException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonBedrockRuntimeException(message, inner, type, code, id, status);

internal sealed class ThrottlingException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonBedrockRuntimeException(message, inner, type, code, id, status);

internal sealed class ValidationException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonBedrockRuntimeException(message, inner, type, code, id, status);
