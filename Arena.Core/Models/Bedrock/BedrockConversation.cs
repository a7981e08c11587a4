using System.Text.Json;
using Amazon.BedrockRuntime;
using Amazon.BedrockRuntime.Model;
using Amazon.Runtime.Documents;
using Arena.Core.Runs;
using Arena.Core.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.Bedrock;

/// <summary>
/// A conversation in the form of the Converse operation: system prompts apart, roles that alternate, the results of one turn's
/// tool calls in one message, no empty text.
/// </summary>
internal sealed class BedrockConversation
{
    // The service refuses an empty text; a tool that printed nothing still needs its one result.
    private const string NoText = "(empty)";

    private readonly ModelConnection connection;
    private readonly bool tellsStatus;
    private bool usesTools;

    /// <param name="messages">The messages of a request.</param>
    /// <param name="model">Whom they go to.</param>
    public BedrockConversation(IEnumerable<ChatMessage> messages, ModelReference model)
    {
        connection = model.Connection ?? ModelConnection.Default;
        // The service documents the field for these families alone, and some others refuse it. The text of a failure says it anyway.
        tellsStatus = model.ModelId.Contains("anthropic.", StringComparison.Ordinal) || model.ModelId.Contains("amazon.nova", StringComparison.Ordinal);
        foreach (var message in messages)
            Add(message);
        if (connection.CachePoints)
            MarkForCaching();
    }

    public List<Message> Messages { get; } = [];

    public List<SystemContentBlock> System { get; } = [];

    /// <summary>The tools of the request; null where there are none and none were used.</summary>
    public ToolConfiguration? Tools(IList<AITool>? offered)
    {
        var tools = (offered ?? []).OfType<AIFunctionDeclaration>().Select(tool => Declare(tool.Name, tool.Description, tool.JsonSchema)).ToList();
        if (tools.Count == 0 && !usesTools)
            return null;
        // A conversation in which tools were used must declare some, and there is no way to forbid their use: where tools are
        // withdrawn, this one stands in for them.
        if (tools.Count == 0)
            tools.Add(Declare(WithdrawnTool, "No tools are available any more. Answer in plain text.", JsonElement.Parse("""{"type":"object","properties":{}}""")));
        if (connection.CachePoints)
            tools.Add(new Tool { CachePoint = CachePoint() });
        return new ToolConfiguration { Tools = tools };
    }

    /// <summary>Name of the tool that is declared where tools are withdrawn.</summary>
    public const string WithdrawnTool = "no_tools_available";

    private static Tool Declare(string name, string description, JsonElement schema) => new()
    {
        ToolSpec = new ToolSpecification
        {
            Name = name,
            Description = string.IsNullOrEmpty(description) ? null : description,
            InputSchema = new ToolInputSchema { Json = BedrockDocuments.Of(schema) },
        },
    };

    private static CachePointBlock CachePoint() => new() { Type = CachePointType.Default };

    private void Add(ChatMessage message)
    {
        if (message.Role == ChatRole.System)
        {
            foreach (var text in message.Contents.OfType<TextContent>().Where(text => text.Text.Length > 0))
                System.Add(new SystemContentBlock { Text = text.Text });
            return;
        }

        var role = message.Role == ChatRole.Assistant ? ConversationRole.Assistant : ConversationRole.User;
        var blocks = message.Contents.Select(ToBlock).OfType<ContentBlock>().ToList();
        if (blocks.Count == 0)
            return;
        if (Messages is [.., { } last] && last.Role == role)
            last.Content!.AddRange(blocks);
        else
            Messages.Add(new Message { Role = role, Content = blocks });
    }

    private ContentBlock? ToBlock(AIContent content)
    {
        switch (content)
        {
            case TextReasoningContent reasoning:
                return ToBlock(reasoning);
            case TextContent text:
                return string.IsNullOrWhiteSpace(text.Text) ? null : new ContentBlock { Text = text.Text };
            case FunctionCallContent call:
                usesTools = true;
                return new ContentBlock { ToolUse = new ToolUseBlock { ToolUseId = ProviderNames.ToolUse(call.CallId), Name = ProviderNames.Tool(call.Name), Input = InputOf(call) } };
            case FunctionResultContent result:
                usesTools = true;
                return new ContentBlock { ToolResult = ToResult(result) };
            default:
                return null;
        }
    }

    // Sealed reasoning goes back as it came. What is not sealed goes back only where the card says so: some models refuse it.
    private ContentBlock? ToBlock(TextReasoningContent reasoning)
    {
        var (signature, redacted) = ReasoningSeal.Read(reasoning.ProtectedData);
        if (redacted is not null)
            return new ContentBlock { ReasoningContent = new ReasoningContentBlock { RedactedContent = new MemoryStream(redacted) } };
        if (signature is null && (connection.ReasoningField is null || reasoning.Text.Length == 0))
            return null;
        return new ContentBlock
        {
            ReasoningContent = new ReasoningContentBlock { ReasoningText = new ReasoningTextBlock { Text = reasoning.Text, Signature = signature } },
        };
    }

    private static Document InputOf(FunctionCallContent call)
    {
        if (call.AdditionalProperties?.TryGetValue(ModelRequest.RawArguments, out string? raw) == true && raw is not null)
        {
            // The service takes objects only; the model sees what it wrote, beside the result that says what was wrong with it.
            return new Document(new Dictionary<string, Document> { ["invalid_json"] = new(raw) });
        }

        return call.Arguments is { Count: > 0 } && ToolArguments.TryParse(ToolArguments.ToText(call.Arguments), out var arguments)
            ? BedrockDocuments.Of(arguments)
            : BedrockDocuments.EmptyObject;
    }

    private ToolResultBlock ToResult(FunctionResultContent result)
    {
        var failed = result.AdditionalProperties?.TryGetValue(ModelRequest.FailedResult, out bool value) == true && value;
        return new ToolResultBlock
        {
            ToolUseId = ProviderNames.ToolUse(result.CallId),
            Content =
            [
                result.Result is JsonElement { ValueKind: JsonValueKind.Object } json
                    ? new ToolResultContentBlock { Json = BedrockDocuments.Of(json) }
                    : new ToolResultContentBlock { Text = TextOf(result.Result) },
            ],
            Status = failed && tellsStatus ? ToolResultStatus.Error : null,
        };
    }

    private static string TextOf(object? result) => (result is JsonElement json ? json.ToString() : result?.ToString()) is { } text && !string.IsNullOrWhiteSpace(text) ? text : NoText;

    private void MarkForCaching()
    {
        if (System.Count > 0)
            System.Add(new SystemContentBlock { CachePoint = CachePoint() });
        if (Messages.LastOrDefault(message => message.Role == ConversationRole.User) is { } last)
            last.Content!.Add(new ContentBlock { CachePoint = CachePoint() });
    }
}
