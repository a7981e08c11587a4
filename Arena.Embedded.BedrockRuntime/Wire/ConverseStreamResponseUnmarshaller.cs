using System.Net;
using Amazon.BedrockRuntime.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.BedrockRuntime.Wire;

internal sealed class ConverseStreamResponseUnmarshaller : JsonResponseUnmarshaller
{
    public static ConverseStreamResponseUnmarshaller Instance { get; } = new();

    public override bool HasStreamingProperty => true;

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context) =>
        new ConverseStreamResponse { Stream = new ConverseStreamOutput(context.Stream) };

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode) =>
        ErrorReader.Read(context, innerException, statusCode);

    protected override bool ShouldReadEntireResponse(IWebResponseData response, bool readEntireResponse) => false;
}
