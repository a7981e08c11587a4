using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Arena.Core.Documents;

/// <summary>A value of a YAML document that knows its place, and is read as the type that the reader expects.</summary>
public sealed class YamlValue
{
    private readonly YamlNode node;

    internal YamlValue(string file, string path, YamlNode node)
    {
        File = file;
        Path = path;
        this.node = node;
    }

    /// <summary>Path of the file, as it was given.</summary>
    public string File { get; }

    /// <summary>The keys that lead here, for example <c>limits.turns</c> or <c>faults[0].tool</c>.</summary>
    public string Path { get; }

    /// <summary>Line counted from 1.</summary>
    public int Line => LineOf(node);

    /// <summary>Whether this is a mapping, for keys that allow a mapping or a text.</summary>
    public bool IsMap => node is YamlMappingNode;

    /// <summary>Whether this is a list, for keys that allow a list or a single value.</summary>
    public bool IsList => node is YamlSequenceNode;

    /// <summary>Line of the value's key: a mapping or block starts on a later line than its key, and nobody looks there.</summary>
    internal int KeyLine => node is YamlScalarNode { Style: not (ScalarStyle.Literal or ScalarStyle.Folded) } ? Line : Math.Max(1, Line - (IsMap || IsList ? 1 : 0));

    /// <summary>A text: any scalar that is not null.</summary>
    /// <exception cref="DocumentException">It is a list, a mapping or null.</exception>
    public string String() => Scalar("a text");

    /// <summary>A text that may be empty: any scalar, null being the empty text.</summary>
    /// <exception cref="DocumentException">It is a list or a mapping.</exception>
    public string StringOrEmpty() => node is YamlScalarNode scalar && YamlJson.IsNull(scalar) ? "" : Scalar("a text");

    /// <summary>A text out of a fixed set.</summary>
    /// <exception cref="DocumentException">It is another text; the message lists the set.</exception>
    public string OneOf(params IReadOnlyCollection<string> allowed)
    {
        var text = Scalar("one of " + string.Join(", ", allowed));
        return allowed.Contains(text, StringComparer.Ordinal) ? text : throw Wrong("one of " + string.Join(", ", allowed));
    }

    /// <summary>A whole number within bounds, both included.</summary>
    /// <exception cref="DocumentException">It is something else.</exception>
    public int Int(int minimum = int.MinValue, int maximum = int.MaxValue) => (int)Long(minimum, maximum);

    /// <summary>A whole number within bounds, both included. Underscores may group its digits: <c>400_000</c>.</summary>
    /// <exception cref="DocumentException">It is something else.</exception>
    public long Long(long minimum = long.MinValue, long maximum = long.MaxValue)
    {
        var expected = "a whole number" + Bounds(minimum, minimum > int.MinValue, maximum, maximum < int.MaxValue);
        var text = Plain(expected).Replace("_", "", StringComparison.Ordinal);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= minimum && number <= maximum ? number : throw Wrong(expected);
    }

    /// <summary>A decimal number, exact, within bounds, both included.</summary>
    /// <exception cref="DocumentException">It is something else.</exception>
    public decimal Decimal(decimal minimum = decimal.MinValue, decimal maximum = decimal.MaxValue)
    {
        var expected = "a number" + Bounds(minimum, minimum > decimal.MinValue, maximum, maximum < decimal.MaxValue);
        return decimal.TryParse(Plain(expected), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= minimum && number <= maximum ? number : throw Wrong(expected);
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    /// <exception cref="DocumentException">It is something else.</exception>
    public bool Bool() => Plain("true or false") switch
    {
        "true" => true,
        "false" => false,
        _ => throw Wrong("true or false"),
    };

    /// <summary>A date, <c>2026-05-25</c>.</summary>
    /// <exception cref="DocumentException">It is something else.</exception>
    public DateOnly Date() =>
        DateOnly.TryParseExact(Scalar("a date like 2026-05-25"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date : throw Wrong("a date like 2026-05-25");

    /// <summary>A duration: a number and its unit, <c>500ms</c>, <c>1.5s</c>, <c>10m</c> or <c>2h</c>; never negative.</summary>
    /// <exception cref="DocumentException">It is something else, or outside the bounds, both included.</exception>
    public TimeSpan Duration(TimeSpan? minimum = null, TimeSpan? maximum = null)
    {
        const string Expected = "a duration like 500ms, 90s, 10m or 2h";
        var text = Scalar(Expected);
        var unit = text.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        var ticks = unit switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            _ => throw Wrong(Expected),
        };
        if (!decimal.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1_000_000)
            throw Wrong(Expected);
        var duration = TimeSpan.FromTicks((long)(number * ticks));
        return duration >= (minimum ?? TimeSpan.Zero) && duration <= (maximum ?? TimeSpan.MaxValue)
            ? duration
            : throw Wrong($"{Expected}, from {minimum ?? TimeSpan.Zero:c} to {maximum ?? TimeSpan.MaxValue:c}");
    }

    /// <summary>A mapping.</summary>
    /// <exception cref="DocumentException">It is something else.</exception>
    public YamlMap Map() => node is YamlMappingNode map ? new YamlMap(File, Path, map) : throw Wrong("a mapping (key: value)");

    /// <summary>A list; its items know their place.</summary>
    /// <exception cref="DocumentException">It is something else.</exception>
    public ImmutableArray<YamlValue> List() => node is YamlSequenceNode list
        ? [.. list.Children.Select((item, i) => new YamlValue(File, $"{Path}[{i}]", item))]
        : throw Wrong("a list");

    /// <summary>A list of texts.</summary>
    /// <exception cref="DocumentException">It is something else.</exception>
    public ImmutableArray<string> Strings() => [.. List().Select(item => item.String())];

    /// <summary>
    /// The value as JSON text, whatever it is. Plain scalars are read as YAML 1.2's core schema reads them (null, true,
    /// false, numbers, else text); quoted and block scalars are texts.
    /// </summary>
    public string Json() => YamlJson.Write(this, node);

    /// <summary>The value as a JSON element; see <see cref="Json"/>.</summary>
    public JsonElement JsonElement() => System.Text.Json.JsonElement.Parse(Json());

    /// <summary>An error at this value.</summary>
    /// <param name="problem">A sentence, without the place.</param>
    public DocumentException Error(string problem) => new(File, Line, problem);

    internal static int LineOf(YamlNode node) => (int)Math.Max(1, node.Start.Line);

    private static string Bounds(IFormattable minimum, bool hasMinimum, IFormattable maximum, bool hasMaximum) => (hasMinimum, hasMaximum) switch
    {
        (true, true) => $" from {minimum} to {maximum}",
        (true, false) => $" of at least {minimum}",
        (false, true) => $" of at most {maximum}",
        _ => "",
    };

    private string Scalar(string expected) =>
        node is YamlScalarNode { Value: { } text } scalar && !YamlJson.IsNull(scalar) ? text : throw Wrong(expected);

    private string Plain(string expected) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain } ? Scalar(expected) : throw Wrong(expected);

    private DocumentException Wrong(string expected)
    {
        var found = node switch
        {
            YamlMappingNode => "a mapping",
            YamlSequenceNode => "a list",
            YamlScalarNode scalar when YamlJson.IsNull(scalar) => "nothing",
            YamlScalarNode { Value: { Length: <= 60 } value } => $"'{value}'",
            _ => "a longer text",
        };
        return Error($"{Path} must be {expected}, but is {found}.");
    }
}
