using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.Dialects;

/// <summary>
/// Shows tools to a model in a dialect: the inner client is asked in plain text, without tools, and the calls are read from the
/// text of its answer. The text stays as the model wrote it, also where it is streamed; the calls follow it.
/// </summary>
/// <param name="inner">The provider's client.</param>
/// <param name="dialect">The dialect.</param>
internal sealed class DialectChatClient(IChatClient inner, ToolDialect dialect) : DelegatingChatClient(inner)
{
    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var conversation = new DialectConversation(dialect, messages, options);
        var response = await base.GetResponseAsync(conversation.Messages, conversation.Options, cancellationToken);
        var text = string.Concat(response.Messages.SelectMany(message => message.Contents).OfType<TextContent>().Select(content => content.Text));
        if (conversation.CallsIn(text) is { Count: > 0 } calls)
        {
            var last = response.Messages[^1];
            last.Contents = [.. last.Contents, .. calls];
        }

        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var conversation = new DialectConversation(dialect, messages, options);
        var text = new StringBuilder();
        ChatResponseUpdate? last = null;
        await foreach (var update in base.GetStreamingResponseAsync(conversation.Messages, conversation.Options, cancellationToken))
        {
            foreach (var content in update.Contents.OfType<TextContent>())
                text.Append(content.Text);
            last = update;
            yield return update;
        }

        // Whether a tag is quoted, or a call complete, is sure only where the answer is.
        if (conversation.CallsIn(text.ToString()) is { Count: > 0 } calls)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [.. calls])
            {
                MessageId = last?.MessageId,
                ResponseId = last?.ResponseId,
                ConversationId = last?.ConversationId,
            };
        }
    }
}
