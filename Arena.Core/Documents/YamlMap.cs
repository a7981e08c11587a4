using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Arena.Core.Documents;

/// <summary>
/// A YAML mapping that is read key by key. It remembers which keys were asked for, so that <see cref="Done"/> can refuse
/// the others by name: a misspelt key is an error, never a default. Duplicate keys are refused when the text is read.
/// </summary>
public sealed class YamlMap
{
    private readonly Dictionary<string, YamlValue> values = new(StringComparer.Ordinal);
    private readonly SortedSet<string> asked = new(StringComparer.Ordinal);
    private readonly string path;

    internal YamlMap(string file, string path, YamlMappingNode node)
    {
        File = file;
        Line = YamlValue.LineOf(node);
        this.path = path;
        foreach (var (key, value) in node.Children)
        {
            if (key is not YamlScalarNode { Value: { Length: > 0 } name })
                throw new DocumentException(file, YamlValue.LineOf(key), "a key must be a plain text.");
            values.Add(name, new YamlValue(file, path.Length == 0 ? name : $"{path}.{name}", value));
        }
    }

    /// <summary>Path of the file, as it was given.</summary>
    public string File { get; }

    /// <summary>Line of the mapping's first key, counted from 1.</summary>
    public int Line { get; }

    /// <summary>The keys in the order of the document.</summary>
    public IEnumerable<string> Keys => values.Keys;

    /// <summary>Reads a file that holds one mapping, as UTF-8.</summary>
    /// <exception cref="DocumentException">The file is missing, is no YAML, has a duplicate key, or is no mapping.</exception>
    public static YamlMap Load(string file)
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

        return Parse(file, text);
    }

    /// <summary>Reads a text that holds one mapping.</summary>
    /// <param name="file">The name that errors give it.</param>
    /// <param name="text">The document.</param>
    /// <exception cref="DocumentException">The text is no YAML, has a duplicate key, or is no mapping.</exception>
    public static YamlMap Parse(string file, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            // What is never closed is found at the end of the text, one line after its last one.
            var lastLine = text.AsSpan().TrimEnd('\n').Count('\n') + 1;
            throw new DocumentException(
                file, (int)Math.Clamp(e.Start.Line, 1, lastLine), $"this is no valid YAML: {(e.InnerException ?? e).Message}", e);
        }

        return stream.Documents switch
        {
            [] => throw new DocumentException(file, 1, "the file is empty; it must hold a mapping (key: value)."),
            [{ RootNode: YamlMappingNode root }] => new YamlMap(file, "", root),
            [_] => throw new DocumentException(file, 1, "the file must hold a mapping (key: value)."),
            _ => throw new DocumentException(file, YamlValue.LineOf(stream.Documents[1].RootNode), "the file must hold one document only."),
        };
    }

    /// <summary>The value of a key.</summary>
    /// <exception cref="DocumentException">The key is missing.</exception>
    public YamlValue Required(string key) => Optional(key) ?? throw Error($"{Name(key)} is missing.");

    /// <summary>The value of a key, or null where the key is not there. A key without a value is not null: reading it is an error.</summary>
    public YamlValue? Optional(string key)
    {
        asked.Add(key);
        return values.GetValueOrDefault(key);
    }

    /// <summary>Ends the reading.</summary>
    /// <exception cref="DocumentException">There is a key that nothing asked for; the message names it and the allowed ones.</exception>
    public void Done()
    {
        foreach (var (key, value) in values)
        {
            if (!asked.Contains(key))
                throw new DocumentException(File, value.KeyLine, $"unknown key '{Name(key)}'; allowed here: {string.Join(", ", asked)}.");
        }
    }

    /// <summary>An error at this mapping, for rules that concern several of its keys.</summary>
    public DocumentException Error(string problem) => new(File, Line, problem);

    private string Name(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
