using Arena.Core.Tools;
using Microsoft.Extensions.AI;

namespace Arena.Core.Models.Dialects;

/// <summary>A request in a dialect: tools in the system prompt, calls and results as text. One without tools, old or new, is left as it is.</summary>
internal sealed class DialectConversation
{
    private readonly ToolDialect dialect;
    private readonly bool speaks;
    private readonly DialectTools tools;
    private readonly int turn;

    public DialectConversation(ToolDialect dialect, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        this.dialect = dialect;
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var call in asked.SelectMany(message => message.Contents).OfType<FunctionCallContent>())
            names[call.CallId] = call.Name;
        List<ToolDeclaration> offered = [.. (options?.Tools ?? []).OfType<AIFunctionDeclaration>().Select(tool => new ToolDeclaration(tool.Name, tool.Description, tool.JsonSchema))];
        speaks = offered.Count + names.Count > 0;
        turn = asked.Count(message => message.Role == ChatRole.Assistant) + 1;
        tools = offered.Count > 0 ? DialectTools.Of(offered) : DialectTools.Named(names.Values);
        (Messages, Options) = (asked, options);
        if (!speaks)
            return;
        Messages = Render(asked, names, offered.Count > 0 ? dialect.Declare(offered) : dialect.Withdrawn);
        Options = options?.Clone();
        if (Options is not null)
            (Options.Tools, Options.ToolMode, Options.AllowMultipleToolCalls) = (null, null, null);
    }

    /// <summary>The messages for the inner client.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <summary>The options for the inner client: without tools.</summary>
    public ChatOptions? Options { get; }

    /// <summary>The calls in the text of the answer.</summary>
    public List<FunctionCallContent> CallsIn(string text) =>
        speaks ? [.. dialect.Parse(text, tools).Select((call, i) => call.ToContent($"call_{turn}_{i + 1}"))] : [];

    /// <summary>
    /// The calls of a turn that do not stand in its text, as the dialect writes them; empty where all do. A model that is spoken
    /// to in a dialect has written its calls itself; those of another model, or that a server has read from the text, are written here.
    /// </summary>
    public static string Unwritten(ToolDialect dialect, string text, IReadOnlyList<DialectCall> calls)
    {
        if (calls.Count == 0)
            return "";
        var written = dialect.Parse(text, DialectTools.Named(calls.Select(call => call.Name)));
        var missing = new List<DialectCall>();
        var found = 0;
        foreach (var call in calls)
        {
            if (found < written.Length && written[found].Name == call.Name)
                found++;
            else
                missing.Add(call);
        }

        return missing.Count == 0 ? "" : dialect.RenderTurn("", missing);
    }

    private List<ChatMessage> Render(IReadOnlyList<ChatMessage> asked, Dictionary<string, string> names, string declared)
    {
        var messages = new List<ChatMessage>(asked.Count + 1);
        var told = false;
        ChatMessage? results = null;
        foreach (var message in asked)
        {
            var shown = string.Join('\n', message.Contents.OfType<FunctionResultContent>()
                .Select(result => dialect.RenderResult(names.GetValueOrDefault(result.CallId, ""), result.Result?.ToString() ?? "")));
            if (shown.Length > 0 && results is not null)
            {
                // All results of a turn are one message: roles alternate.
                results.Contents = [new TextContent(results.Text + "\n" + shown)];
                continue;
            }

            results = shown.Length > 0 ? new ChatMessage(ChatRole.User, shown) : null;
            messages.Add(results ?? message switch
            {
                _ when message.Role == ChatRole.Assistant => WithCalls(message),
                _ when message.Role == ChatRole.System && !told => new ChatMessage(ChatRole.System, message.Text + "\n\n" + declared),
                _ => message,
            });
            told |= message.Role == ChatRole.System;
        }

        if (!told)
            messages.Insert(0, new ChatMessage(ChatRole.System, declared));
        return messages;
    }

    private ChatMessage WithCalls(ChatMessage message)
    {
        List<DialectCall> calls = [.. message.Contents.OfType<FunctionCallContent>().Select(DialectCall.Of)];
        if (calls.Count == 0)
            return message;
        List<AIContent> contents = [.. message.Contents.Where(content => content is not FunctionCallContent)];
        if (Unwritten(dialect, message.Text, calls) is { Length: > 0 } text)
            contents.Add(new TextContent(message.Text.Length == 0 ? text : "\n" + text));
        return new ChatMessage(ChatRole.Assistant, contents);
    }
}
