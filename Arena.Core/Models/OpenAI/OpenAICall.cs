using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Arena.Core.Models.OpenAI;

/// <summary>
/// One call from its request to the end of its answer, within a time. The server decides whether it streams: some do not where
/// they are asked to.
/// </summary>
/// <param name="prepare">Makes the client and the body; what is wrong with the card or the environment shows here.</param>
/// <param name="failures">Tells what went wrong.</param>
/// <param name="reasoningField">The field in which reasoning goes back, where it does.</param>
/// <param name="timeout">The most that the whole call may take.</param>
/// <param name="time">The clock.</param>
/// <param name="cancellationToken">The caller's own end of it.</param>
internal sealed class OpenAICall(
    Func<(ChatClient Client, BinaryData Body)> prepare,
    OpenAIFailures failures,
    string? reasoningField,
    TimeSpan timeout,
    TimeProvider time,
    CancellationToken cancellationToken) : IDisposable
{
    private const int LongestError = 64 * 1024;

    private readonly CancellationTokenSource limit = new(timeout, time);
    private CancellationTokenSource? either;
    private PipelineResponse? response;
    private IAsyncEnumerator<SseItem<string>>? events;
    private OpenAIStream? stream;
    private ChatResponse? whole;

    /// <summary>What the last event showed.</summary>
    public IReadOnlyList<AIContent> Current { get; private set; } = [];

    /// <summary>Whether the answer came as a stream.</summary>
    public bool IsStream => stream is not null;

    /// <summary>The tool calls of a stream, once it has come to its end.</summary>
    public IEnumerable<AIContent> StreamedToolCalls => stream?.ToolCalls ?? [];

    /// <summary>Sends the request and waits for the answer: the beginning of a stream, or all of what comes whole.</summary>
    public async Task BeginAsync()
    {
        either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            var (client, body) = prepare();
            // The body is read here, whatever the status: the SDK would put it into a message of its own.
            var options = new RequestOptions { BufferResponse = false, ErrorOptions = ClientErrorBehaviors.NoThrow, CancellationToken = either.Token };
            var answer = (await client.CompleteChatAsync(BinaryContent.Create(body), options)).GetRawResponse();
            if (answer.Status is < 200 or >= 300)
            {
                response = answer;
                throw failures.Refused(answer, await ReadErrorAsync(answer));
            }

            response = answer;
            if (IsEventStream(answer))
                Open(answer);
            else
                whole = await ReadWholeAsync(answer);
        }
        catch (Exception e)
        {
            throw Told(e);
        }
    }

    /// <summary>Takes the next event; false where there is none.</summary>
    public async Task<bool> NextAsync()
    {
        if (stream is null)
            return false;
        try
        {
            // The wait ends at the limit, also where the reader reads on.
            if (!await events!.MoveNextAsync().AsTask().WaitAsync(either!.Token))
                return false;
            return Take(events.Current);
        }
        catch (Exception e) when (stream.IsComplete && !cancellationToken.IsCancellationRequested && e is IOException or HttpRequestException or OperationCanceledException)
        {
            // The model had come to its end: what is missing is the tokens, which are unknown then. The answer is paid for, and kept.
            return false;
        }
        catch (Exception e)
        {
            throw Told(e);
        }
    }

    /// <summary>The whole answer.</summary>
    public ChatResponse Complete() => whole ?? stream!.Complete();

    /// <summary>Closes the connection where the answer is not complete.</summary>
    public void Dispose()
    {
        response?.Dispose();
        either?.Dispose();
        limit.Dispose();
    }

    private void Open(PipelineResponse answer)
    {
        stream = new OpenAIStream(OpenAIFailures.RequestIdOf(answer), reasoningField);
        events = SseParser.Create(answer.ContentStream!).EnumerateAsync(either!.Token).GetAsyncEnumerator(either.Token);
    }

    private bool Take(SseItem<string> item)
    {
        Current = [];
        var data = item.Data.Trim();
        if (data.Length == 0)
            return true;
        if (data == "[DONE]")
        {
            stream!.End();
            return false;
        }

        using var document = JsonDocument.Parse(data, OpenAIJson.Options);
        if (ErrorOf(document.RootElement) is { } error)
            throw failures.Broken(error, response!, stream!.Partial);
        Current = stream!.Take(document.RootElement);
        return true;
    }

    private async Task<ChatResponse> ReadWholeAsync(PipelineResponse answer)
    {
        using var document = await JsonDocument.ParseAsync(answer.ContentStream!, OpenAIJson.Options, either!.Token);
        if (ErrorOf(document.RootElement) is { } error)
            throw failures.Broken(error, answer, null);
        return OpenAIAnswer.Of(document.RootElement, OpenAIFailures.RequestIdOf(answer), reasoningField);
    }

    // Routers tell what went wrong behind them in an answer of status 200.
    private static OpenAIError? ErrorOf(JsonElement root) =>
        root.Member("choices").First().Member("error").ValueKind == JsonValueKind.Object ? OpenAIError.Of(root.Member("choices").First()) : OpenAIError.Of(root);

    private async Task<string> ReadErrorAsync(PipelineResponse answer)
    {
        if (answer.ContentStream is not { } content)
            return "";
        var text = new byte[LongestError];
        var length = 0;
        try
        {
            while (length < text.Length && await content.ReadAsync(text.AsMemory(length), either!.Token) is var read and > 0)
                length += read;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status has said what matters.
        }

        return Encoding.UTF8.GetString(text, 0, length);
    }

    private static bool IsEventStream(PipelineResponse answer) =>
        answer.Headers.TryGetValue("Content-Type", out var type) && type?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;

    private Exception Told(Exception e)
    {
        // What the server said counts, also where the time ran out at the same moment.
        if (e is ModelCallException)
            return e;
        var partial = stream?.Partial;
        if (!cancellationToken.IsCancellationRequested)
            return limit.IsCancellationRequested ? failures.TimedOut(e, timeout, response, partial) : failures.Of(e, response, partial);
        var cancelled = e as OperationCanceledException ?? new OperationCanceledException(e.Message, e, cancellationToken);
        return partial is null ? cancelled : new ModelCallCutException(partial, cancelled);
    }
}
