using System.Text.Json;
using static Arena.Core.Models.Dialects.QwenTags;

namespace Arena.Core.Models.Dialects;

/// <summary>
/// Reads a call of <see cref="QwenXmlDialect"/>. A value ends at the first <c>&lt;/parameter&gt;</c> that is followed by another
/// parameter or by the end of the call; whole calls in a value, each begun on a line of its own, belong to it. Where an end
/// might be meant otherwise, nothing is guessed and the call is refused: a value that is cut off and carried out would be worse.
/// </summary>
internal sealed class QwenCallReader(AnswerText answer, DialectTools tools)
{
    private readonly string text = answer.Text;

    /// <summary>The call that begins at a place, and where it ends; null where none does.</summary>
    public (int End, DialectCall Call)? Read(int at)
    {
        if (answer.Has(at, FunctionOpen))
            return answer.IsFirstInLine(at) ? ReadFunction(at, at) : null;
        if (!answer.Has(at, CallOpen))
            return null;
        var body = answer.SkipSpace(at + CallOpen.Length);
        if (answer.Has(body, FunctionOpen))
            return ReadFunction(at, body);
        if (!answer.IsFirstInLine(at))
            return null;
        if (body == text.Length)
            return Malformed(at, body, null, "it is cut off");
        var (close, next) = (answer.Find(CallClose, body), answer.Find(CallOpen, body));
        if (close < 0 || (next >= 0 && next < close))
            return null;
        // Tags that close what is not open belong to a call before, which must learn of them.
        var foreign = new[] { answer.Find(ParameterClose, body), answer.Find(FunctionClose, body), close }.Where(tag => tag >= 0).Min();
        var end = foreign < close ? foreign : close + CallClose.Length;
        return (end, DialectCall.Malformed(DialectJson.NameIn(text[body..end], "name"), text[at..end], $"there is no {FunctionOpen}...> in it"));
    }

    private (int End, DialectCall Call) ReadFunction(int at, int function)
    {
        if (!TryReadName(function + FunctionOpen.Length, out var name, out var position))
            return Malformed(at, function, null, $"the name in {FunctionOpen}...> cannot be read");
        var arguments = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        while (true)
        {
            position = answer.SkipSpace(position);
            if (answer.Has(position, FunctionClose))
            {
                position += FunctionClose.Length;
                break;
            }

            // The outer tag closes the inner one too: nothing of the call can be missing.
            if (answer.Has(position, CallClose))
                break;
            if (position >= text.Length)
                return Malformed(at, position, name, $"it is cut off before {FunctionClose}");
            if (!answer.Has(position, ParameterOpen))
                return Malformed(at, position, name, "text stands in it outside of a parameter");
            if (!TryReadName(position + ParameterOpen.Length, out var parameter, out var from))
                return Malformed(at, position, name, $"the name in {ParameterOpen}...> cannot be read");
            var (to, problem) = ValueEnd(from, name, parameter);
            if (problem is not null)
                return Malformed(at, to, name, problem);
            if (!arguments.TryAdd(parameter, ValueOf(text[from..to], name, parameter)))
                return Malformed(at, to, name, $"the parameter '{parameter}' is given twice");
            position = to + ParameterClose.Length;
        }

        var end = answer.SkipSpace(position);
        end = answer.Has(end, CallClose) ? end + CallClose.Length : position;
        return (end, new DialectCall(name, DialectJson.Element(arguments)) { Written = text[at..end] });
    }

    private bool TryReadName(int from, out string name, out int end)
    {
        var close = text.AsSpan(from).IndexOfAny('>', '\n');
        var found = close > 0 && text[from + close] == '>';
        (name, end) = found ? (text.Substring(from, close), from + close + 1) : ("", from);
        return found;
    }

    private (int End, string? Problem) ValueEnd(int from, string function, string parameter)
    {
        var depth = 0;
        for (var i = from; (i = text.IndexOf('<', i)) >= 0; i++)
        {
            if (answer.Has(i, FunctionOpen) && answer.IsFirstInLine(i))
            {
                depth++;
            }
            else if (answer.Has(i, FunctionClose) && (depth > 0 || EndsCall(i + FunctionClose.Length)))
            {
                if (depth-- == 0)
                    return (i, $"the value of '{parameter}' is not closed by {ParameterClose}, or holds {FunctionClose}");
            }
            else if (depth == 0 && answer.Has(i, ParameterClose) && EndsParameter(i + ParameterClose.Length))
            {
                return (i, null);
            }
            else if (depth == 0 && IsOtherParameter(i, function, parameter))
            {
                return (i, $"the value of '{parameter}' is not closed by {ParameterClose} before the next parameter");
            }
        }

        return (text.Length, $"the value of '{parameter}' is cut off, or holds {FunctionOpen}...> without {FunctionClose}");
    }

    private bool EndsParameter(int at)
    {
        at = answer.SkipSpace(at);
        return at == text.Length || answer.Has(at, ParameterOpen) || answer.Has(at, FunctionClose) || answer.Has(at, CallClose);
    }

    // Code has closing tags of that name too; the end of a call is followed by nothing but the outer tag or the next call.
    private bool EndsCall(int at)
    {
        at = answer.SkipSpace(at);
        return at == text.Length || answer.Has(at, CallClose) || answer.Has(at, CallOpen) || answer.Has(at, FunctionOpen);
    }

    private bool IsOtherParameter(int at, string function, string parameter) =>
        answer.Has(at, ParameterOpen)
        && answer.IsFirstInLine(at)
        && TryReadName(at + ParameterOpen.Length, out var other, out _)
        && other != parameter
        && tools.Declares(function, other);

    private JsonElement ValueOf(string value, string function, string parameter)
    {
        if (!tools.IsText(function, parameter) && DialectJson.Read(Literal(value.Trim()), out var json) is null)
            return json;
        var from = value.StartsWith('\n') ? 1 : 0;
        var to = value.Length > from && value.EndsWith('\n') ? value.Length - 1 : value.Length;
        return DialectJson.Element(value[from..to]);
    }

    // The model's own template has written these as Python does.
    private static string Literal(string value) => value switch { "True" => "true", "False" => "false", "None" => "null", _ => value };

    private (int End, DialectCall Call) Malformed(int at, int from, string? name, string problem)
    {
        var (close, next) = (answer.Find(CallClose, from), answer.Find(CallOpen, Math.Max(from, at + 1)));
        var end = close >= 0 && (next < 0 || close < next) ? close + CallClose.Length : next >= 0 ? next : text.Length;
        return (end, DialectCall.Malformed(name, text[at..end], problem));
    }
}
