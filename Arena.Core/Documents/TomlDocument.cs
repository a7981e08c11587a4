using System.Collections.Immutable;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Arena.Core.Documents;

/// <summary>
/// A TOML file as the list of its values, each with its dotted path and its line: tables and inline tables are opened, an array
/// and an array of tables is one value. Names of tables without a value are lost, which loses nothing that was said.
/// </summary>
internal sealed class TomlDocument
{
    private TomlDocument(string file, ImmutableArray<TomlValue> values) => (File, Values) = (file, values);

    /// <summary>Path of the file, as it was given.</summary>
    public string File { get; }

    /// <summary>The values in the order of the file.</summary>
    public ImmutableArray<TomlValue> Values { get; }

    /// <summary>The value at a path; null where there is none.</summary>
    public TomlValue? Find(string path) => Values.FirstOrDefault(value => value.Path == path);

    /// <exception cref="DocumentException">The file is missing or no valid TOML.</exception>
    public static TomlDocument Load(string file)
    {
        string text;
        try
        {
            text = System.IO.File.ReadAllText(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DocumentException(file, null, "this file is missing.", e);
        }

        var document = SyntaxParser.Parse(text, file, validate: true);
        if (document.HasErrors)
        {
            var error = document.Diagnostics.First(found => found.Kind == DiagnosticMessageKind.Error);
            throw new DocumentException(file, error.Span.Start.Line + 1, $"this is no valid TOML: {error.Message}.");
        }

        var values = ImmutableArray.CreateBuilder<TomlValue>();
        Open(values, "", document.KeyValues);
        foreach (var table in document.Tables)
        {
            var name = PathOf(table.Name!);
            if (table is TableArraySyntax)
            {
                if (values.All(value => value.Path != name))
                    values.Add(new TomlValue(name, LineOf(table), ImmutableArray<object>.Empty.Add("a table")));
            }
            else if (values.FirstOrDefault(value => value.Value is ImmutableArray<object> && name.StartsWith(value.Path + ".", StringComparison.Ordinal)) is null)
            {
                Open(values, name + ".", table.Items);
            }
        }

        return new TomlDocument(file, values.ToImmutable());
    }

    private static void Open(ImmutableArray<TomlValue>.Builder values, string prefix, IEnumerable<KeyValueSyntax> pairs)
    {
        foreach (var pair in pairs)
        {
            var path = prefix + PathOf(pair.Key!);
            if (pair.Value is InlineTableSyntax table)
                Open(values, path + ".", table.Items.Select(item => item.KeyValue!));
            else
                values.Add(new TomlValue(path, LineOf(pair), ValueOf(pair.Value!)));
        }
    }

    private static object ValueOf(ValueSyntax value) => value switch
    {
        StringValueSyntax text => text.Value ?? "",
        IntegerValueSyntax number => number.Value,
        FloatValueSyntax number => number.Value,
        BooleanValueSyntax flag => flag.Value,
        ArraySyntax array => array.Items.Select(item => ValueOf(item.Value!)).ToImmutableArray(),
        InlineTableSyntax => "a table",
        _ => value.ToString() ?? "",
    };

    private static string PathOf(KeySyntax key) => string.Join('.', key.DotKeys.Select(part => NameOf(part.Key!)).Prepend(NameOf(key.Key!)));

    private static string NameOf(BareKeyOrStringValueSyntax part) => part switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax quoted => quoted.Value ?? "",
        _ => part.ToString() ?? "",
    };

    private static int LineOf(SyntaxNode node) => node.Span.Start.Line + 1;
}

/// <summary>A value of a TOML file.</summary>
/// <param name="Path">The keys that lead here, for example <c>agent.timeout_sec</c>.</param>
/// <param name="Line">Line counted from 1.</param>
/// <param name="Value">A <c>string</c>, <c>long</c>, <c>double</c>, <c>bool</c>, the text of a date, or an <c>ImmutableArray&lt;object&gt;</c> of these.</param>
internal sealed record TomlValue(string Path, int Line, object Value)
{
    /// <summary>The value as people write it, in one line and not too long.</summary>
    public string Shown => Show(Value) is { Length: > 80 } text ? text[..80] + "..." : Show(Value);

    private static string Show(object value) => value switch
    {
        string text => $"\"{text.ReplaceLineEndings(" ")}\"",
        bool flag => flag ? "true" : "false",
        ImmutableArray<object> list => $"[{string.Join(", ", list.Select(Show))}]",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
