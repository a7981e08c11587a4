using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Arena.Core.Tests.Models.Dialects;

/// <summary>A model that says given contents, whole or in pieces, and remembers what it was asked.</summary>
internal sealed class SayingClient(params IReadOnlyList<AIContent> says) : IChatClient
{
    public List<IReadOnlyList<ChatMessage>> Asked { get; } = [];

    public List<ChatOptions?> Options { get; } = [];

    /// <summary>The lengths of the pieces in which its first text is streamed; the rest is the last piece.</summary>
    public IReadOnlyList<int> Pieces { get; init; } = [];

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Asked.Add([.. messages]);
        Options.Add(options);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. says])) { FinishReason = ChatFinishReason.Stop, ResponseId = "r" });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await GetResponseAsync(messages, options, cancellationToken);
        foreach (var content in says)
        {
            if (content is not TextContent { Text: var text })
            {
                yield return Update(content);
                continue;
            }

            var at = 0;
            foreach (var length in Pieces.Where(length => length > 0))
            {
                if (at + length >= text.Length)
                    break;
                yield return Update(new TextContent(text.Substring(at, length)));
                at += length;
            }

            yield return Update(new TextContent(text[at..]));
        }

        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop, ResponseId = "r", MessageId = "m" };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content]) { ResponseId = "r", MessageId = "m" };
}
