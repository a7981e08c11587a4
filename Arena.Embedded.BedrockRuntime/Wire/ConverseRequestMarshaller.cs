using Amazon.BedrockRuntime.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.BedrockRuntime.Wire;

internal sealed class ConverseRequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static ConverseRequestMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = (ConverseRequestBase)input;
        // An empty id would be sent to another path, whose signature is refused with a misleading message.
        if (string.IsNullOrEmpty(request.ModelId))
            throw new AmazonClientException("Request object does not have required field ModelId set");
        var marshalled = new DefaultRequest(request, "Amazon.BedrockRuntime")
        {
            HttpMethod = "POST",
            ResourcePath = "/model/{modelId}/" + request.Operation,
            Content = ConverseRequestWriter.ToUtf8(request),
        };
        marshalled.Headers["Content-Type"] = "application/json";
        marshalled.Headers["x-amz-api-version"] = "2023-09-30";
        marshalled.AddPathResource("{modelId}", request.ModelId);
        return marshalled;
    }
}
