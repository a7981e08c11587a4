using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Arena.Core.Models.Dialects;
using Arena.Core.Runs;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.Scripted;

/// <summary>
/// A model that says what a script says: the turn whose number is the count of assistant messages in the request, so that a call
/// that is made again gets the same answer. Past the end of the script it answers the empty text.
/// </summary>
/// <param name="turns">The script.</param>
/// <param name="modelId">The name that it serves under.</param>
/// <param name="latencyFactor">Factor on the script's latencies; 0 for none.</param>
/// <param name="time">The clock that latencies are waited by.</param>
/// <param name="dialect">The dialect in which it writes its calls as text; null calls tools natively.</param>
public sealed class ScriptedChatClient(
    ImmutableArray<ScriptedTurn> turns, string modelId, double latencyFactor, TimeProvider time, ToolDialect? dialect = null) : IChatClient
{
    private static readonly ScriptedTurn Silence = new("", [], null, TimeSpan.Zero);

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var (number, turn) = TurnFor(turns, asked);
        var latency = turn.Latency * latencyFactor;
        if (latency > TimeSpan.Zero)
            await Task.Delay(latency, time, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        var message = new ChatMessage { Role = ChatRole.Assistant };
        List<FunctionCallContent> calls = [.. turn.ToolCalls.Select((call, i) => ToContent(call, $"scripted_{number + 1}_{i + 1}"))];
        var text = dialect is null ? turn.Text : Spoken(dialect, turn.Text, calls);
        if (text.Length > 0)
            message.Contents.Add(new TextContent(text));
        if (dialect is null)
            calls.ForEach(message.Contents.Add);
        return new ChatResponse(message)
        {
            ModelId = modelId,
            ResponseId = $"scripted-{number + 1}",
            FinishReason = turn.ToolCalls.IsEmpty || dialect is not null ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls,
            Usage = DetailsOf(UsageOf(turn, asked)),
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held; the interface asks for it.
    }

    // Past its end a script says nothing at all, in any dialect.
    private static string Spoken(ToolDialect dialect, string text, List<FunctionCallContent> calls) =>
        text.Length + calls.Count == 0 ? "" : dialect.RenderTurn(text, [.. calls.Select(DialectCall.Of)]);

    private static FunctionCallContent ToContent(ScriptedToolCall call, string id) =>
        ToolArguments.TryParse(call.Arguments, out var arguments)
            ? new FunctionCallContent(id, call.Tool, ToolArguments.ToDictionary(arguments))
            : new FunctionCallContent(id, call.Tool, new Dictionary<string, object?>())
            {
                AdditionalProperties = new AdditionalPropertiesDictionary { [ModelRequest.RawArguments] = call.Arguments },
            };

    internal static ScriptedUsage UsageOf(ImmutableArray<ScriptedTurn> turns, IReadOnlyList<ChatMessage> asked) =>
        UsageOf(TurnFor(turns, asked).Turn, asked);

    private static (int Number, ScriptedTurn Turn) TurnFor(ImmutableArray<ScriptedTurn> turns, IReadOnlyList<ChatMessage> asked)
    {
        var number = asked.Count(message => message.Role == ChatRole.Assistant);
        return (number, number < turns.Length ? turns[number] : Silence);
    }

    private static ScriptedUsage UsageOf(ScriptedTurn turn, IReadOnlyList<ChatMessage> asked) => turn.Usage ?? new ScriptedUsage(
        Tokens(asked.Sum(LengthOf)), Tokens(turn.Text.Length + turn.ToolCalls.Sum(call => call.Tool.Length + call.Arguments.Length)));

    private static UsageDetails DetailsOf(ScriptedUsage usage) => new()
    {
        InputTokenCount = usage.Input,
        OutputTokenCount = usage.Output,
        TotalTokenCount = usage.Input + usage.Output,
        CachedInputTokenCount = usage.CacheRead,
        ReasoningTokenCount = usage.Reasoning,
    };

    private static int LengthOf(ChatMessage message) => message.Contents.Sum(content => content switch
    {
        TextContent text => text.Text.Length,
        FunctionCallContent call => call.Name.Length + ToolArguments.ToText(call.Arguments).Length,
        FunctionResultContent result => result.Result?.ToString()?.Length ?? 0,
        _ => 0,
    });

    private static long Tokens(int characters) => (characters + 3) / 4;
}
