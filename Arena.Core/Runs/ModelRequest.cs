using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Arena.Core.Models;
using Arena.Core.Models.Dialects;
using Arena.Core.Storage;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Core.Runs;

/// <summary>The request of a run's next model call: a fold of its transcript.</summary>
/// <param name="Messages">System prompt, instruction, turns and tool results.</param>
/// <param name="Options">Model id, tools, output limit, temperature, nucleus.</param>
/// <param name="Digest"><c>sha256-</c> over both.</param>
/// <param name="PromptTokens">An upper bound of its prompt tokens.</param>
public sealed record ModelRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions Options, string Digest, long PromptTokens)
{
    /// <summary>Key of <see cref="AIContent.AdditionalProperties"/> under which arguments that are no JSON object stand as the model wrote them.</summary>
    public const string RawArguments = "arena.rawArguments";

    /// <summary>Key of <see cref="AIContent.AdditionalProperties"/> of a tool's result that is true where the call failed or was denied.</summary>
    public const string FailedResult = "arena.failedResult";

    /// <summary>Key of <see cref="UsageDetails.AdditionalCounts"/> for prompt tokens that were written to a cache.</summary>
    public const string CacheWriteCount = "cacheWrite";

    /// <summary>Key of <see cref="ChatResponse.AdditionalProperties"/> for the provider's id of the request, where it has one beside that of the response.</summary>
    public const string RequestId = "arena.requestId";

    // The declarations stay the same for all calls of an attempt.
    private static readonly ConditionalWeakTable<RunCreated, ToolOffer> Offers = [];

    /// <summary>Builds the request.</summary>
    /// <exception cref="BlobMissingException">A long text of the transcript cannot be read.</exception>
    public static async ValueTask<ModelRequest> BuildAsync(
        RunState state, bool toolsWithdrawn, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var created = state.Created ?? throw new InvalidOperationException("The run is not created.");
        var dialect = ToolDialects.Find(created.Model.Dialect);
        var fold = new Fold(dialect);
        fold.Add(ChatRole.System, new TextContent(created.SystemPrompt), created.SystemPrompt);
        var instruction = await created.Instruction.ReadAsync(blobs, cancellationToken);
        fold.Add(ChatRole.User, new TextContent(instruction), instruction);
        foreach (var e in state.Conversation)
        {
            switch (e)
            {
                case ModelCallCompleted turn:
                    await AddTurnAsync(fold, turn, blobs, cancellationToken);
                    break;
                case ToolCompleted tool:
                    fold.AddResult(tool.ToolCallId, tool.Tool, await tool.Output.ReadAsync(blobs, cancellationToken), tool.Outcome != ToolOutcome.Succeeded);
                    break;
                case ToolDenied tool:
                    fold.AddResult(tool.ToolCallId, tool.Tool, await tool.Message.ReadAsync(blobs, cancellationToken), failed: true);
                    break;
            }
        }

        var offer = Offers.GetValue(created, ToolOffer.Of);
        var options = new ChatOptions
        {
            ModelId = created.Model.ModelId,
            MaxOutputTokens = created.Model.MaxOutputTokens,
            Temperature = (float?)created.Model.Temperature,
            TopP = (float?)created.Model.TopP,
            Tools = toolsWithdrawn || offer.Tools.Length == 0 ? null : [.. offer.Tools],
        };
        fold.Hash(toolsWithdrawn ? "" : offer.Text, $"{options.ModelId}|{options.MaxOutputTokens}|{created.Model.Temperature}");
        // Only what is set is hashed, so that digests of models without it stay what they were.
        if (created.Model.TopP is { } topP)
            fold.Hash($"topP|{topP}");
        if (created.Model.Connection?.Extra is { } extra)
            fold.Hash("extra", extra.GetRawText());
        if (dialect is not null)
            fold.Hash("dialect", dialect.Name, toolsWithdrawn ? dialect.Withdrawn : dialect.Guide);
        // Tools are counted on every call: a provider may or may not have had them in the last count.
        return new ModelRequest(fold.Messages, options, fold.Digest(), fold.Tokens + offer.Tokens);
    }

    private static async ValueTask AddTurnAsync(Fold fold, ModelCallCompleted turn, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var reasoning = turn.Reasoning is { } thought ? await thought.ReadAsync(blobs, cancellationToken) : "";
        if (reasoning.Length > 0)
            fold.Hash("reasoning", reasoning);
        var text = await turn.Text.ReadAsync(blobs, cancellationToken);
        fold.Hash("assistant", text);
        var calls = new List<AIContent>();
        var estimate = PromptEstimate.OfText(text) + PromptEstimate.OfText(reasoning);
        foreach (var call in turn.ToolCalls)
        {
            var arguments = await call.Arguments.ReadAsync(blobs, cancellationToken);
            calls.Add(ToContent(call, arguments));
            fold.Hash(call.Id, call.Name, arguments);
            estimate += PromptEstimate.OfText(call.Id + call.Name + arguments);
        }

        var layout = turn.ProviderData is { } data ? await data.ReadAsync(blobs, cancellationToken) : null;
        fold.AddTurn(turn.Usage, estimate + (layout is null ? 0 : PromptEstimate.OfText(layout)), text, calls);

        if (layout is not null)
        {
            fold.Hash("layout", layout);
            fold.Messages.Add(new ChatMessage(ChatRole.Assistant, [.. TurnLayout.Compose(layout, text, reasoning, calls)]));
            return;
        }

        var message = new ChatMessage { Role = ChatRole.Assistant };
        if (reasoning.Length > 0)
            message.Contents.Add(new TextReasoningContent(reasoning));
        if (text.Length > 0)
            message.Contents.Add(new TextContent(text));
        calls.ForEach(message.Contents.Add);
        fold.Messages.Add(message);
    }

    private static FunctionCallContent ToContent(ToolCall call, string arguments)
    {
        if (ToolArguments.TryParse(arguments, out var parsed))
            return new FunctionCallContent(call.Id, call.Name, ToolArguments.ToDictionary(parsed));
        return new FunctionCallContent(call.Id, call.Name, new Dictionary<string, object?>())
        {
            AdditionalProperties = new AdditionalPropertiesDictionary { [RawArguments] = arguments },
        };
    }

    private sealed record ToolOffer(AITool[] Tools, string Text, long Tokens)
    {
        public static ToolOffer Of(RunCreated created) => new(
            [.. created.Tools.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters))],
            string.Join('\n', created.Tools.Select(TextOf)),
            ToolDialects.Find(created.Model.Dialect) is { } dialect
                ? PromptEstimate.OfText(dialect.Declare(created.Tools)) + PromptEstimate.OfText(dialect.Withdrawn)
                : PromptEstimate.OfTools(created.Tools.Select(TextOf)));

        private static string TextOf(ToolDeclaration tool) => $"{tool.Name}\n{tool.Description}\n{tool.Parameters.GetRawText()}";
    }

    private sealed class Fold(ToolDialect? dialect)
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public List<ChatMessage> Messages { get; } = [];

        public long Tokens { get; private set; }

        public void Add(ChatRole role, AIContent content, string text)
        {
            Messages.Add(new ChatMessage(role, [content]));
            Tokens += PromptEstimate.OfText(text);
            Hash(role.Value, text);
        }

        public void AddResult(string id, string tool, string text, bool failed)
        {
            var content = new FunctionResultContent(id, text);
            if (failed)
            {
                content.AdditionalProperties = new AdditionalPropertiesDictionary { [FailedResult] = true };
                Hash("failed");
            }

            Messages.Add(new ChatMessage(ChatRole.Tool, [content]));
            Tokens += PromptEstimate.OfText(dialect?.RenderResult(tool, text) ?? text);
            Hash(ChatRole.Tool.Value, text);
        }

        public void AddTurn(TokenUsage usage, long estimate, string text, List<AIContent> calls)
        {
            // The provider has counted everything up to and with this turn; only what follows is estimated.
            Tokens = usage is { Input: { } input, Output: { } output } ? input + output : Tokens + estimate;
            // A dialect adds the calls that do not stand in the text.
            if (dialect is not null && DialectConversation.Unwritten(dialect, text, [.. calls.OfType<FunctionCallContent>().Select(DialectCall.Of)]) is { Length: > 0 } added)
                Tokens += PromptEstimate.OfText(added);
        }

        public void Hash(params ReadOnlySpan<string> parts)
        {
            foreach (var part in parts)
            {
                var bytes = Encoding.UTF8.GetBytes(part);
                hash.AppendData(BitConverter.GetBytes(bytes.Length));
                hash.AppendData(bytes);
            }
        }

        public string Digest()
        {
            using (hash)
                return "sha256-" + Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}
