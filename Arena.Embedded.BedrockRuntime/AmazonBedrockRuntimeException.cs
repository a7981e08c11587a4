using System.Net;
using Amazon.Runtime;

namespace Amazon.BedrockRuntime;

internal class AmazonBedrockRuntimeException(string message, Exception? inner, ErrorType type, string? code, string? id, HttpStatusCode status)
    : AmazonServiceException(message, inner, type, code, id, status);
