using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.OpenAI;

/// <summary>Puts a streamed answer together, event by event, and knows what is lost where it is cut off.</summary>
/// <param name="requestId">The server's id of the request.</param>
/// <param name="reasoningField">The field in which reasoning goes back, where it does.</param>
internal sealed class OpenAIStream(string? requestId, string? reasoningField)
{
    private readonly StringBuilder text = new();
    private readonly StringBuilder reasoning = new();
    private readonly OpenAIToolCalls calls = new();
    private readonly OpenAIKeptReasoning kept = new();
    private JsonElement usage;
    private string? finish;
    private string? servedModel;
    private string? id;
    private bool answered;
    private bool done;

    /// <summary>What has been received so far; null where nothing has.</summary>
    public PartialAnswer? Partial => text.Length + reasoning.Length + calls.Pieces > 0 ? new PartialAnswer(text.Length + reasoning.Length, calls.Pieces) : null;

    /// <summary>Whether the model has come to its end; only the tokens may still be missing.</summary>
    public bool IsComplete => answered && (done || finish is not null);

    /// <summary>The server says that nothing follows.</summary>
    public void End() => done = true;

    /// <summary>Takes an event; gives what a reader of a stream is shown of it, where it is shown at once.</summary>
    public IReadOnlyList<AIContent> Take(JsonElement e)
    {
        id ??= e.Text("id");
        servedModel ??= e.Text("model");
        if (e.Member("usage") is { ValueKind: JsonValueKind.Object } told)
            usage = told.Clone();
        // Only one answer was asked for.
        var choice = e.Member("choices").Items().FirstOrDefault(choice => (choice.Number("index") ?? 0) == 0);
        answered |= choice.ValueKind == JsonValueKind.Object;
        finish = OpenAIAnswer.FinishOf(choice) ?? finish;
        var delta = choice.Member("delta") is { ValueKind: JsonValueKind.Object } piece ? piece : choice.Member("message");
        var shown = new List<AIContent>();
        var (thought, whole) = OpenAIAnswer.ReasoningOf(delta, reasoningField);
        kept.Take(whole);
        var (said, aside) = OpenAIAnswer.TextOf(delta);
        if (thought.Length == 0)
            thought = aside;
        if (thought.Length > 0)
        {
            reasoning.Append(thought);
            shown.Add(new TextReasoningContent(thought));
        }

        if (said.Length > 0)
        {
            text.Append(said);
            shown.Add(new TextContent(said));
        }

        calls.TakePieces(delta.Member("tool_calls"));
        return shown;
    }

    /// <summary>The tool calls, which are shown once they are complete.</summary>
    public IEnumerable<AIContent> ToolCalls => calls.ToContents();

    /// <summary>The whole answer. Tokens that the stream did not tell are unknown.</summary>
    /// <exception cref="ModelCallException">The stream ended before the answer did.</exception>
    public ChatResponse Complete()
    {
        if (done && !answered)
            throw new ModelCallException(ModelFailureKind.Malformed, "The streamed answer has nothing in it.", mayBeBilled: true, requestId: requestId);
        if (!IsComplete)
        {
            throw new ModelCallException(
                ModelFailureKind.Network,
                Partial is null ? "The connection ended before the answer began." : "The connection ended in the middle of the answer.",
                mayBeBilled: true, requestId: requestId, partial: Partial);
        }

        var contents = new List<AIContent>();
        if (reasoning.Length > 0 || kept.Value is not null)
            contents.Add(OpenAIAnswer.Reasoning(reasoning.ToString(), kept.Value));
        if (text.Length > 0)
            contents.Add(new TextContent(OpenAIJson.Whole(text.ToString())));
        contents.AddRange(calls.ToContents());
        return OpenAIAnswer.Of(contents, finish, usage, servedModel, id, requestId);
    }
}
