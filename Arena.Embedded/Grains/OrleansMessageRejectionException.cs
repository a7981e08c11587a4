namespace Orleans.Runtime;

/// <summary>A call was not delivered: the host is not running, or the grain never stayed active.</summary>
public sealed class OrleansMessageRejectionException : OrleansException
{
    public OrleansMessageRejectionException(string message)
        : base(message)
    {
    }

    public OrleansMessageRejectionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
