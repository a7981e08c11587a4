using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Arena.Core.Documents;

/// <summary>Texts as YAML values, for documents that Arena writes. Reading them gives the same text.</summary>
internal static class YamlText
{
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text in one line. Every JSON text is a YAML one.</summary>
    public static string Line(string text) => JsonSerializer.Serialize(text, Quoting);

    /// <summary>A text of several lines as a literal block where it can be one, so that people can read it; else in one line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">Spaces before each line of the block: two more than before its key.</param>
    public static string Block(string text, int indent)
    {
        if (!CanBeBlock(text))
            return Line(text);
        // The indentation is told, because the first line may begin with spaces of its own; '+' keeps all line feeds at the end.
        var block = new StringBuilder("|2").Append(text.EndsWith('\n') ? "+" : "-");
        foreach (var line in (text.EndsWith('\n') ? text[..^1] : text).Split('\n'))
            block.Append('\n').Append(line.Length == 0 ? "" : new string(' ', indent)).Append(line);
        return block.ToString();
    }

    // YAML takes spaces at the beginning of a block for a mistake in its indentation.
    private static bool CanBeBlock(string text) =>
        !string.IsNullOrWhiteSpace(text.Split('\n')[0]) && text.All(c => c is '\n' or '\t' or (>= ' ' and not '\x7f' and < '\x80') or (>= '\xa0' and not '\u2028' and not '\u2029' and < '\ud800') or (>= '\ue000' and < '\ufeff'));
}
