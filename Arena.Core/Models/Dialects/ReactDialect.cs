using System.Text.RegularExpressions;

namespace Arena.Core.Models.Dialects;

/// <summary>
/// Lines that begin with a label, as ReAct has them: Thought, Action, Action Input, Observation, Final Answer. A label may be
/// set in bold.
/// <para>
/// An Action with an Action Input is a call. What follows an Observation or a Final Answer that the model writes is none: the
/// first would rest on a result that was made up, the second is the answer. An Action that names an offered tool and has no
/// input is meant as a call; any other is text.
/// </para>
/// </summary>
public sealed partial class ReactDialect : ToolDialect
{
    private const string FinalAnswer = "Final Answer";

    /// <inheritdoc/>
    public override string Name => "react";

    /// <inheritdoc/>
    public override string Example =>
        """
        Thought: what you think
        Action: tool_name
        Action Input: {"argument_name": "value"}
        """;

    /// <inheritdoc/>
    public override string Guide =>
        $"""
        To call a tool, write these lines, the input being one JSON object, and stop there:
        {Example}
        The result comes back as an Observation; never write one yourself. When you are done, write:
        Thought: what you think
        Final Answer: your answer
        """;

    /// <inheritdoc/>
    public override string Withdrawn => "# Tools\n\nNo tools are available any more. Write your Final Answer now.";

    /// <inheritdoc/>
    public override string RenderTurn(string text, IReadOnlyList<DialectCall> calls) => calls.Count == 0
        ? $"{FinalAnswer}: {text}"
        : base.RenderTurn(text.Length == 0 ? "" : $"Thought: {text}", calls);

    /// <inheritdoc/>
    public override string Render(DialectCall call) => $"Action: {call.Name}\nAction Input: {call.ArgumentText}";

    /// <inheritdoc/>
    public override string RenderResult(string tool, string text) => $"Observation: {text}";

    /// <summary>What follows the label of the final answer; the whole text where there is none.</summary>
    public override string AnswerOf(string text)
    {
        var answer = new AnswerText(text);
        for (var at = 0; (at = answer.NextPlace(at)) < text.Length; at = answer.Skip(at))
        {
            if (LabelAt(answer, at) is { Name: FinalAnswer } label)
                return text[label.End..].Trim();
        }

        return text;
    }

    private protected override Taken? Take(AnswerText answer, int at, DialectTools tools)
    {
        var text = answer.Text;
        switch (LabelAt(answer, at))
        {
            case { Name: FinalAnswer or "Observation" }:
                return new Taken(text.Length);
            case { Name: "Action" } action:
                var name = text[action.End..answer.EndOfLine(action.End)].Trim();
                var after = answer.SkipSpace(answer.EndOfLine(action.End));
                if (answer.IsFirstInLine(after) && LabelAt(answer, after) is { Name: "Action Input" } input)
                    return ReadInput(answer, at, name, input.End);
                // Often a call with brackets and all: read_file("a.txt").
                return Word().Match(name).Value is var word && tools.Has(word) ? Malformed(answer, at, word, action.End, "the line Action Input is missing") : null;
            default:
                return null;
        }
    }

    private static Taken ReadInput(AnswerText answer, int at, string name, int from)
    {
        var text = answer.Text;
        var body = answer.SkipSpace(from);
        // Some put the object into a code block.
        if (body < text.Length && text[body] == '`' && answer.FenceAt(body) is { } fence)
        {
            var (close, to) = answer.FenceEnd(fence);
            if (close < 0)
                return Malformed(answer, at, name, body, "the code block of its Action Input is not closed");
            body = answer.SkipSpace(fence.Content);
            var inner = answer.Has(body, "{") ? DialectJson.EndOf(text, body) : -1;
            return inner >= 0 && answer.SkipSpace(inner) >= close
                ? Read(answer, at, name, body, inner, to)
                : Malformed(answer, at, name, to, "its Action Input is no JSON object");
        }

        if (!answer.Has(body, "{"))
            return Malformed(answer, at, name, from, "its Action Input is no JSON object");
        var end = DialectJson.EndOf(text, body);
        if (end < 0)
            return Malformed(answer, at, name, body, DialectJson.Read(text[body..NextLabel(answer, body)].TrimEnd(), out _) ?? "its Action Input is broken");
        return answer.SkipSpace(end) >= answer.EndOfLine(end)
            ? Read(answer, at, name, body, end, end)
            : Malformed(answer, at, name, body, "something stands behind its Action Input on the same line");
    }

    private static Taken Read(AnswerText answer, int at, string name, int from, int to, int end)
    {
        var raw = answer.Text[at..end];
        if (name.Length == 0)
            return new Taken(end, DialectCall.Malformed(null, raw, "the line Action names no tool"));
        return DialectJson.Read(answer.Text[from..to], out var arguments) is { } problem
            ? new Taken(end, DialectCall.Malformed(name, raw, problem))
            : new Taken(end, new DialectCall(name, arguments) { Written = raw });
    }

    private static Taken Malformed(AnswerText answer, int at, string name, int from, string problem)
    {
        var end = NextLabel(answer, from);
        return new Taken(end, DialectCall.Malformed(name, answer.Text[at..end].TrimEnd(), problem));
    }

    private static int NextLabel(AnswerText answer, int at)
    {
        for (at = Math.Min(answer.EndOfLine(at) + 1, answer.Text.Length); at < answer.Text.Length; at = answer.EndOfLine(at) + 1)
        {
            if (LabelAt(answer, at) is not null)
                return at;
        }

        return answer.Text.Length;
    }

    private static (string Name, int End)? LabelAt(AnswerText answer, int at)
    {
        if (!answer.IsFirstInLine(at))
            return null;
        var match = Label().Match(answer.Text, at);
        return match.Success ? (match.Groups["name"].Value, match.Index + match.Length) : null;
    }

    [GeneratedRegex(@"\G[ \t]*(?:\*\*)?(?<name>Thought|Action Input|Action|Observation|Final Answer)(?:\*\*)?[ \t]*:(?:\*\*)?[ \t]*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^\w+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();
}
