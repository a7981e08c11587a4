using System.Buffers;

namespace Arena.Core.Models.Dialects;

/// <summary>
/// The text of an answer, walked from place to place: beginnings of lines, tags and backticks. Knows what is quoted. Only what
/// is closed quotes: a fence or a <c>&lt;think&gt;</c> that is never closed is text like any other.
/// </summary>
internal sealed class AnswerText(string text)
{
    private static readonly SearchValues<char> Places = SearchValues.Create("<`\n");
    private static readonly string[] ThinkingTags = ["think", "thinking"];

    // What was searched for to the end of the text and is not there need not be searched for again.
    private readonly HashSet<string> absent = new(StringComparer.Ordinal);

    /// <summary>The whole text.</summary>
    public string Text => text;

    /// <summary>The first place at or after a position; the text's length where there is none.</summary>
    public int NextPlace(int at)
    {
        if (at >= text.Length || IsLineStart(at))
            return Math.Min(at, text.Length);
        var next = text.AsSpan(at).IndexOfAny(Places);
        return next < 0 ? text.Length : text[at + next] == '\n' ? at + next + 1 : at + next;
    }

    /// <summary>Whether something stands at a position.</summary>
    public bool Has(int at, string what) => text.AsSpan(Math.Min(at, text.Length)).StartsWith(what, StringComparison.Ordinal);

    /// <summary>Whether nothing but blanks stands between the beginning of the line and a position.</summary>
    public bool IsFirstInLine(int at)
    {
        while (at > 0 && text[at - 1] is ' ' or '\t')
            at--;
        return IsLineStart(at);
    }

    /// <summary>The first position at or after another that is no white space.</summary>
    public int SkipSpace(int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }

    /// <summary>The first position at or after another that is neither a space nor a tab.</summary>
    public int SkipBlanks(int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        return at;
    }

    /// <summary>Where something stands first at or after a position; -1 where it does not.</summary>
    public int Find(string what, int at)
    {
        if (absent.Contains(what))
            return -1;
        var found = at >= text.Length ? -1 : text.IndexOf(what, at, StringComparison.Ordinal);
        if (found < 0)
            absent.Add(what);
        return found;
    }

    /// <summary>The end of the line, its line feed not included.</summary>
    public int EndOfLine(int at)
    {
        var end = at >= text.Length ? -1 : text.IndexOf('\n', at);
        return end < 0 ? text.Length : end;
    }

    /// <summary>The length of a tag that ends reasoning, where one stands at a place; else 0.</summary>
    public int LengthOfThinkingEnd(int at)
    {
        foreach (var tag in ThinkingTags)
        {
            if (Has(at, $"</{tag}>"))
                return tag.Length + 3;
        }

        return 0;
    }

    /// <summary>Where to go on from a place at which nothing was taken: past what is quoted there, or by a character.</summary>
    public int Skip(int at)
    {
        if (IsLineStart(at) && FenceAt(at) is { } fence)
            return FenceEnd(fence) is var (_, end) && end >= 0 ? end : fence.Content;
        if (text[at] == '`')
            return SkipSpan(at);
        foreach (var tag in ThinkingTags)
        {
            if (Has(at, $"<{tag}>") && Find($"</{tag}>", at) is var close and >= 0)
                return close + tag.Length + 3;
        }

        return at + 1;
    }

    /// <summary>The code fence that the line at a place opens; null where it opens none.</summary>
    public Fence? FenceAt(int lineStart)
    {
        var at = SkipBlanks(lineStart);
        if (at >= text.Length || text[at] is not ('`' or '~'))
            return null;
        var (mark, length) = (text[at], RunAt(at));
        var end = EndOfLine(at);
        var info = text[(at + length)..end].Trim();
        // A line such as ```a``` is a code span.
        return length < 3 || (mark == '`' && info.Contains('`', StringComparison.Ordinal)) ? null : new Fence(mark, length, info, Math.Min(end + 1, text.Length));
    }

    /// <summary>Where the line that closes a fence begins and ends; -1 where there is none.</summary>
    public (int Begin, int End) FenceEnd(Fence fence)
    {
        var key = new string(fence.Mark, fence.Length);
        if (absent.Contains(key))
            return (-1, -1);
        for (var line = fence.Content; line < text.Length;)
        {
            var end = EndOfLine(line);
            var at = SkipBlanks(line);
            if (at < end && text[at] == fence.Mark && RunAt(at) >= fence.Length && text.AsSpan(at, end - at).Trim(fence.Mark).IsWhiteSpace())
                return (line, end);
            line = end + 1;
        }

        absent.Add(key);
        return (-1, -1);
    }

    private bool IsLineStart(int at) => at == 0 || text[at - 1] == '\n';

    private int RunAt(int at)
    {
        var end = at;
        while (end < text.Length && text[end] == text[at])
            end++;
        return end - at;
    }

    private int SkipSpan(int at)
    {
        var length = RunAt(at);
        var line = EndOfLine(at);
        for (var i = at + length; i < line;)
        {
            if (text[i] != '`')
                i++;
            else if (RunAt(i) is var run && run == length)
                return i + run;
            else
                i += run;
        }

        return at + length;
    }

    /// <summary>A line that opens a code block.</summary>
    /// <param name="Mark">Backtick or tilde.</param>
    /// <param name="Length">How many of them.</param>
    /// <param name="Info">What follows them, for example <c>json</c>.</param>
    /// <param name="Content">Where the block's content begins.</param>
    internal sealed record Fence(char Mark, int Length, string Info, int Content);
}
