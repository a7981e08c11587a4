using Amazon.Runtime;

namespace Amazon.BedrockRuntime.Model;

internal sealed class ConverseStreamResponse : AmazonWebServiceResponse, IDisposable
{
    public ConverseStreamOutput? Stream { get; set; }

    public void Dispose() => Stream?.Dispose();
}
