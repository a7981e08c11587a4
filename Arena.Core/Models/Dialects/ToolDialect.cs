using System.Collections.Immutable;
using System.Text;
using Arena.Core.Tools;

namespace Arena.Core.Models.Dialects;

/// <summary>
/// How tools are shown to a model that is asked in plain text, and how its calls are read from the text of its answer. Pure: a
/// text parses to the same calls whenever it is parsed, and however it came in. Whatever a model writes, parsing never throws.
/// <para>
/// Common to all: what stands in a closed code fence or a code span, or in closed reasoning (<c>&lt;think&gt;...&lt;/think&gt;</c>,
/// or all that precedes a lone <c>&lt;/think&gt;</c>) is quoted and no call. What is meant as a call and cannot be read is a
/// call with <see cref="DialectCall.Raw"/>. All else is text.
/// </para>
/// </summary>
public abstract class ToolDialect
{
    /// <summary>The name that cards and campaigns use.</summary>
    public abstract string Name { get; }

    /// <summary>What the model is told of how to call tools; the same for all tools.</summary>
    public abstract string Guide { get; }

    /// <summary>A call as the dialect writes it, for a model that got it wrong.</summary>
    public abstract string Example { get; }

    /// <summary>What the model is told where it had tools and has none any more.</summary>
    public virtual string Withdrawn => "# Tools\n\nNo tools are available any more. Answer now, in plain text.";

    /// <summary>The part of the system prompt that declares tools: a list of them, and <see cref="Guide"/>.</summary>
    public string Declare(IEnumerable<ToolDeclaration> tools)
    {
        var text = new StringBuilder("# Tools\n\n");
        WriteTools(text, tools);
        return text.Append('\n').Append(Guide).ToString();
    }

    /// <summary>A turn of the model as the dialect writes it: what it says, then its calls.</summary>
    public virtual string RenderTurn(string text, IReadOnlyList<DialectCall> calls) =>
        string.Join('\n', ((string[])[text]).Where(said => said.Length > 0).Concat(calls.Select(Render)));

    /// <summary>A call as the dialect writes it.</summary>
    public abstract string Render(DialectCall call);

    /// <summary>The result of a call as the dialect shows it.</summary>
    /// <param name="tool">Name of the tool.</param>
    /// <param name="text">What it printed.</param>
    public abstract string RenderResult(string tool, string text);

    /// <summary>The calls in the text of an answer, in their order.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="tools">The tools that were offered.</param>
    public ImmutableArray<DialectCall> Parse(string text, DialectTools tools)
    {
        var calls = ImmutableArray.CreateBuilder<DialectCall>();
        var answer = new AnswerText(text);
        for (var at = 0; (at = answer.NextPlace(at)) < text.Length;)
        {
            if (answer.LengthOfThinkingEnd(at) is var length and > 0)
            {
                // Reasoning whose beginning the server has cut off: all that was found so far was thought, not said.
                calls.Clear();
                at += length;
            }
            else if (Take(answer, at, tools) is { } taken)
            {
                if (taken.Spoils is { } problem)
                    Spoil(calls, problem);
                if (taken.Call is { } call)
                    calls.Add(call);
                at = taken.End;
            }
            else
            {
                at = answer.Skip(at);
            }
        }

        return calls.DrainToImmutable();
    }

    /// <summary>What is wrong with a call that could not be read, half a sentence for the model; null where nothing is.</summary>
    /// <param name="text">The text of the turn that it stands in.</param>
    /// <param name="raw">What the call holds instead of arguments.</param>
    /// <param name="tools">The tools that were offered.</param>
    public string? ProblemOf(string text, string raw, DialectTools tools) => Parse(text, tools).FirstOrDefault(call => call.Raw == raw)?.Problem;

    /// <summary>The final answer in the text of a turn without calls: all of it, unless the dialect marks its answers.</summary>
    public virtual string AnswerOf(string text) => text;

    /// <summary>Writes the list of tools, its last line ended.</summary>
    private protected virtual void WriteTools(StringBuilder text, IEnumerable<ToolDeclaration> tools)
    {
        foreach (var tool in tools)
            text.Append("- ").Append(tool.Name).Append(": ").Append(tool.Description).Append(" Arguments: ").Append(DialectJson.Write(tool.Parameters)).Append('\n');
    }

    /// <summary>What begins at a place of an answer; null where that is no matter of the dialect.</summary>
    private protected abstract Taken? Take(AnswerText answer, int at, DialectTools tools);

    private static void Spoil(ImmutableArray<DialectCall>.Builder calls, string problem)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            if (calls[i] is { Problem: null } call)
                calls[i] = DialectCall.Malformed(call.Name, call.Written, problem);
        }
    }

    /// <summary>What was taken from an answer.</summary>
    /// <param name="End">Where it ends.</param>
    /// <param name="Call">The call; null where it is none.</param>
    /// <param name="Spoils">Why none of the calls before can be trusted; null where they can.</param>
    private protected sealed record Taken(int End, DialectCall? Call = null, string? Spoils = null);
}
