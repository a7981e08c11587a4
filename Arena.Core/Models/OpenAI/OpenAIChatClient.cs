using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.OpenAI;

/// <summary>
/// A model behind chat completions, of OpenAI or of any server that speaks them. It repeats nothing: one call of it is one request.
/// A failure is a <see cref="ModelCallException"/>; a cancellation in the middle of a streamed answer a <see cref="ModelCallCutException"/>.
/// </summary>
internal sealed class OpenAIChatClient(
    OpenAIClients clients, OpenAIServer server, ModelReference model, IReadOnlyDictionary<string, string>? metadata, TimeProvider time) : IChatClient
{
    private readonly ModelConnection connection = model.Connection ?? ModelConnection.Default;

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var call = Call(messages, options, cancellationToken);
        await call.BeginAsync();
        while (await call.NextAsync())
        {
            // The parts are put together as they come in; nobody looks at them here.
        }

        return call.Complete();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var call = Call(messages, options, cancellationToken);
        await call.BeginAsync();
        while (await call.NextAsync())
        {
            if (call.Current.Count > 0)
                yield return new ChatResponseUpdate(ChatRole.Assistant, [.. call.Current]);
        }

        var complete = call.Complete();
        if (!call.IsStream)
        {
            foreach (var update in complete.ToChatResponseUpdates())
                yield return update;
            yield break;
        }

        List<AIContent> last = [.. call.StreamedToolCalls];
        if (complete.Usage is { } usage)
            last.Add(new UsageContent(usage));
        yield return new ChatResponseUpdate(ChatRole.Assistant, last)
        {
            FinishReason = complete.FinishReason,
            ModelId = complete.ModelId,
            ResponseId = complete.ResponseId,
            AdditionalProperties = complete.AdditionalProperties,
        };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The SDK's client is the provider's, and shared.
    }

    private OpenAICall Call(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var timeout = connection.Timeout ?? ModelConnection.DefaultTimeout;
        return new OpenAICall(
            () => server.Problem is { } problem
                ? throw new ModelCallException(ModelFailureKind.AccessDenied, $"{problem.Why} Next: {problem.NextStep}")
                : (clients.Chat(server, model.ModelId, timeout), OpenAIRequest.Write(model, server.IsOpenAI, messages, options, metadata)),
            new OpenAIFailures(server, model.MaxOutputTokens, time),
            connection.ReasoningField,
            timeout,
            time,
            cancellationToken);
    }
}
