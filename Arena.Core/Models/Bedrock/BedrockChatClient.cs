using System.Runtime.CompilerServices;
using Amazon.BedrockRuntime;
using Amazon.BedrockRuntime.Model;
using Amazon.Runtime.Documents;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.Bedrock;

/// <summary>
/// A model on Bedrock through its Converse operations. It repeats nothing: one call of it is one request. A failure is a
/// <see cref="ModelCallException"/>; a cancellation in the middle of a streamed answer a <see cref="ModelCallCutException"/>.
/// </summary>
internal sealed class BedrockChatClient(
    Func<IAmazonBedrockRuntime> runtime, ModelReference model, IReadOnlyDictionary<string, string>? metadata, TimeProvider time) : IChatClient
{
    private readonly ModelConnection connection = model.Connection ?? ModelConnection.Default;

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!connection.Streaming)
            return await ConverseAsync(messages, options, cancellationToken);
        using var call = Stream(messages, options, cancellationToken);
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
        if (!connection.Streaming)
        {
            foreach (var update in (await ConverseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
                yield return update;
            yield break;
        }

        using var call = Stream(messages, options, cancellationToken);
        await call.BeginAsync();
        while (await call.NextAsync())
        {
            if (call.Current is { } part)
                yield return new ChatResponseUpdate(ChatRole.Assistant, [part]) { ResponseId = call.RequestId };
        }

        var complete = call.Complete();
        yield return new ChatResponseUpdate(ChatRole.Assistant, complete.Usage is { } usage ? [new UsageContent(usage)] : [])
        {
            FinishReason = complete.FinishReason,
            ModelId = complete.ModelId,
            ResponseId = complete.ResponseId,
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

    private async Task<ChatResponse> ConverseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var conversation = new BedrockConversation(messages, model);
            var response = await runtime().ConverseAsync(
                new ConverseRequest
                {
                    ModelId = model.ModelId,
                    Messages = conversation.Messages,
                    System = NullIfEmpty(conversation.System),
                    InferenceConfig = InferenceOf(options),
                    ToolConfig = conversation.Tools(options?.Tools),
                    AdditionalModelRequestFields = Extra,
                    RequestMetadata = Metadata,
                },
                either.Token);
            return BedrockAnswer.Of(response);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw limit.IsCancellationRequested
                ? BedrockFailures.TimedOut(e, Timeout, null, null)
                : BedrockFailures.Of(e, null, null, time.GetUtcNow());
        }
    }

    private BedrockStreamedCall Stream(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) => new(
        token =>
        {
            var conversation = new BedrockConversation(messages, model);
            return runtime().ConverseStreamAsync(
                new ConverseStreamRequest
                {
                    ModelId = model.ModelId,
                    Messages = conversation.Messages,
                    System = NullIfEmpty(conversation.System),
                    InferenceConfig = InferenceOf(options),
                    ToolConfig = conversation.Tools(options?.Tools),
                    AdditionalModelRequestFields = Extra,
                    RequestMetadata = Metadata,
                },
                token);
        },
        Timeout, time, cancellationToken);

    private TimeSpan Timeout => connection.Timeout ?? ModelConnection.DefaultTimeout;

    private Document Extra => connection.Extra is { } extra ? BedrockDocuments.Of(extra) : default;

    private Dictionary<string, string>? Metadata => connection.Metadata && metadata is { Count: > 0 } ? new(metadata) : null;

    private static InferenceConfiguration InferenceOf(ChatOptions? options) => new()
    {
        MaxTokens = options?.MaxOutputTokens,
        Temperature = options?.Temperature,
        TopP = options?.TopP,
        StopSequences = options?.StopSequences is { Count: > 0 } stops ? [.. stops] : null,
    };

    private static List<T>? NullIfEmpty<T>(List<T> items) => items.Count == 0 ? null : items;
}
