using System.Text.Json;

namespace Arena.Core.Tools;

/// <summary>Reads a text file of the workspace, whole or a range of lines.</summary>
public sealed class ReadFileTool : IWorkspaceTool
{
    /// <inheritdoc/>
    public ToolDeclaration Declaration { get; } = new(
        "read_file",
        "Reads a UTF-8 text file of the workspace, or the lines from start_line to end_line of it.",
        JsonElement.Parse("""
            {"type":"object","properties":{
              "path":{"type":"string","minLength":1,"description":"File, relative to the workspace."},
              "start_line":{"type":"integer","minimum":1,"description":"First line, counted from 1. Default: 1."},
              "end_line":{"type":"integer","minimum":1,"description":"Last line, included. Default: the last of the file."}
            },"required":["path"],"additionalProperties":false}
            """));

    /// <inheritdoc/>
    public bool Writes => false;

    /// <inheritdoc/>
    public Task<ToolAnswer> InvokeAsync(ToolContext context, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var path = arguments.GetProperty("path").GetString()!;
        if (!context.TryReadText(path, out _, out var text, out var error))
            return Task.FromResult(error);
        var start = arguments.TryGetProperty("start_line", out var first) ? first.GetInt64() : 1;
        var end = arguments.TryGetProperty("end_line", out var last) ? last.GetInt64() : long.MaxValue;
        return Task.FromResult(Range(path, text, start, end));
    }

    private static ToolAnswer Range(string path, string text, long start, long end)
    {
        if (start == 1 && end == long.MaxValue)
            return new ToolAnswer(text);
        var lines = text.Split('\n');
        // What follows the last line feed is a line only if there is something.
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        if (end < start)
            return ToolAnswer.Failed($"end_line {end} is before start_line {start}");
        return start > count
            ? ToolAnswer.Failed($"'{path}' has {count} lines; start_line {start} is past its end")
            : new ToolAnswer(string.Join('\n', lines[(int)(start - 1)..(int)Math.Min(end, count)]) + "\n");
    }
}
