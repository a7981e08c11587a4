using Amazon.Runtime.EventStreams.Internal;

namespace Amazon.BedrockRuntime.Model;

/// <summary>A stream broke, or the service said in it that it failed; then the inner exception is the service's.</summary>
internal sealed class BedrockRuntimeEventStreamException : EventStreamException
{
    public BedrockRuntimeEventStreamException()
    {
    }

    public BedrockRuntimeEventStreamException(string message) : base(message)
    {
    }

    public BedrockRuntimeEventStreamException(string message, Exception inner) : base(message, inner)
    {
    }
}
