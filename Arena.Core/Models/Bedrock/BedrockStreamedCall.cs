using Amazon.BedrockRuntime.Model;
using Amazon.Runtime.EventStreams;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.Bedrock;

/// <summary>One streamed call from its request to the last event, within a time.</summary>
/// <param name="send">Sends the request.</param>
/// <param name="timeout">The most that the whole call may take.</param>
/// <param name="time">The clock.</param>
/// <param name="cancellationToken">The caller's own end of it.</param>
internal sealed class BedrockStreamedCall(
    Func<CancellationToken, Task<ConverseStreamResponse>> send, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource limit = new(timeout, time);
    private CancellationTokenSource? either;
    private ConverseStreamResponse? response;
    private IAsyncEnumerator<IEventStreamEvent>? events;
    private BedrockStream stream = new(null);

    /// <summary>The service's id of the request.</summary>
    public string? RequestId { get; private set; }

    /// <summary>What the last event showed; null where it showed nothing.</summary>
    public AIContent? Current { get; private set; }

    /// <summary>Sends the request and waits for the beginning of the answer.</summary>
    public async Task BeginAsync()
    {
        either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            response = await send(either.Token);
            RequestId = response.ResponseMetadata?.RequestId ?? "";
            stream = new BedrockStream(RequestId);
            events = response.Stream!.GetAsyncEnumerator(either.Token);
        }
        catch (Exception e)
        {
            throw Told(e);
        }
    }

    /// <summary>Takes the next event; false where there is none.</summary>
    public async Task<bool> NextAsync()
    {
        try
        {
            // The SDK reads on where nothing comes; the wait ends all the same.
            if (!await events!.MoveNextAsync().AsTask().WaitAsync(either!.Token))
                return false;
            Current = stream.Take(events.Current);
            return true;
        }
        catch (Exception e)
        {
            throw Told(e);
        }
    }

    /// <summary>The whole answer.</summary>
    public ChatResponse Complete() => stream.Complete();

    /// <summary>Closes the connection where the answer is not complete.</summary>
    public void Dispose()
    {
        response?.Dispose();
        either?.Dispose();
        limit.Dispose();
    }

    private Exception Told(Exception e)
    {
        if (!cancellationToken.IsCancellationRequested)
        {
            return limit.IsCancellationRequested
                ? BedrockFailures.TimedOut(e, timeout, RequestId, stream.Partial)
                : BedrockFailures.Of(e, RequestId, stream.Partial, time.GetUtcNow());
        }

        var cancelled = e as OperationCanceledException ?? new OperationCanceledException(e.Message, e, cancellationToken);
        return stream.Partial is { } partial ? new ModelCallCutException(partial, cancelled) : cancelled;
    }
}
