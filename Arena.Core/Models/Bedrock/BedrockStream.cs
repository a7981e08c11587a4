using System.Text;
using Amazon.BedrockRuntime;
using Amazon.BedrockRuntime.Model;
using Amazon.Runtime.EventStreams;
using Microsoft.Extensions.AI;
using WireUsage = Amazon.BedrockRuntime.Model.TokenUsage;

namespace Arena.Core.Models.Bedrock;

/// <summary>Puts a streamed answer together, event by event, and knows what is lost where it is cut off.</summary>
internal sealed class BedrockStream(string? requestId)
{
    private readonly SortedDictionary<int, Block> blocks = [];
    private StopReason? reason;
    private WireUsage? usage;
    private string? servedModel;
    private int characters;
    private int toolFragments;

    /// <summary>What has been received so far; null where nothing has.</summary>
    public PartialAnswer? Partial => characters + toolFragments > 0 ? new PartialAnswer(characters, toolFragments) : null;

    /// <summary>Takes an event; gives what a reader of a stream is shown of it, where it is shown at once.</summary>
    public AIContent? Take(IEventStreamEvent e)
    {
        switch (e)
        {
            case ContentBlockStartEvent start:
                var started = At(start.ContentBlockIndex);
                if (start.Start?.ToolUse is { } use)
                {
                    started.Tool = (use.ToolUseId, use.Name);
                    toolFragments++;
                }

                return null;
            case ContentBlockDeltaEvent { Delta: { } delta } update:
                return Take(At(update.ContentBlockIndex), delta);
            case ContentBlockStopEvent stop:
                return At(stop.ContentBlockIndex) is { Tool: not null } block ? block.ToContent() : null;
            case MessageStopEvent stop:
                reason = stop.StopReason;
                return null;
            case ConverseStreamMetadataEvent metadata:
                usage = metadata.Usage;
                servedModel = metadata.Trace?.PromptRouter?.InvokedModelId;
                return null;
            default:
                // The beginning of a message says nothing new, and an event of an unknown kind nothing that is understood.
                return null;
        }
    }

    /// <summary>
    /// The whole answer. The service ends a stream with the tokens; where the answer is complete and they are missing, they are
    /// unknown. A stream that was cut off ends like any other, so the message's end must have been seen.
    /// </summary>
    /// <exception cref="ModelCallException">The end was not seen.</exception>
    public ChatResponse Complete() => reason is { } stop
        ? BedrockAnswer.Of([.. blocks.Values.Select(block => block.ToContent())], stop, usage, servedModel, requestId)
        : throw new ModelCallException(
            ModelFailureKind.Network, "The connection ended in the middle of the answer.", mayBeBilled: true, requestId: requestId, partial: Partial);

    private AIContent? Take(Block block, ContentBlockDelta delta)
    {
        switch (delta)
        {
            case { Text: { } text }:
                characters += text.Length;
                (block.Text ??= new StringBuilder()).Append(text);
                return new TextContent(text);
            case { ToolUse.Input: { } input }:
                toolFragments++;
                block.Input.Append(input);
                return null;
            case { ReasoningContent: { } reasoning }:
                characters += reasoning.Text?.Length ?? 0;
                block.Take(reasoning);
                return reasoning.Text is { } thought ? new TextReasoningContent(thought) : null;
            default:
                return null;
        }
    }

    private Block At(int? index)
    {
        if (!blocks.TryGetValue(index ?? 0, out var block))
            block = blocks[index ?? 0] = new Block();
        return block;
    }

    private sealed class Block
    {
        private StringBuilder? reasoning;
        private string? signature;
        private MemoryStream? redacted;

        public StringBuilder? Text { get; set; }

        public (string? Id, string? Name)? Tool { get; set; }

        public StringBuilder Input { get; } = new();

        public void Take(ReasoningContentBlockDelta delta)
        {
            if (delta.Text is { } text)
                (reasoning ??= new StringBuilder()).Append(text);
            if (delta.Signature is { } part)
                signature += part;
            delta.RedactedContent?.CopyTo(redacted ??= new MemoryStream());
        }

        public AIContent ToContent()
        {
            if (Tool is var (id, name))
                return BedrockAnswer.ToolCall(id, name, Input.ToString());
            if (redacted is not null)
                return new TextReasoningContent("") { ProtectedData = ReasoningSeal.Redacted(redacted.ToArray()) };
            if (reasoning is not null || signature is not null)
                return new TextReasoningContent(reasoning?.ToString() ?? "") { ProtectedData = ReasoningSeal.Signed(signature) };
            return Text is null ? new BedrockAnswer.UnknownBlock() : new TextContent(Text.ToString());
        }
    }
}
