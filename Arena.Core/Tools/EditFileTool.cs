using System.Text.Json;

namespace Arena.Core.Tools;

/// <summary>Replaces one passage of a text file, which must occur exactly once.</summary>
public sealed class EditFileTool : IWorkspaceTool
{
    /// <inheritdoc/>
    public ToolDeclaration Declaration { get; } = new(
        "edit_file",
        "Replaces old_text by new_text in a text file of the workspace. old_text must match exactly, white space included, and occur once.",
        JsonElement.Parse("""
            {"type":"object","properties":{
              "path":{"type":"string","minLength":1,"description":"File, relative to the workspace."},
              "old_text":{"type":"string","minLength":1,"description":"The passage to replace."},
              "new_text":{"type":"string","description":"What to put in its place."}
            },"required":["path","old_text","new_text"],"additionalProperties":false}
            """));

    /// <inheritdoc/>
    public bool Writes => true;

    /// <inheritdoc/>
    public Task<ToolAnswer> InvokeAsync(ToolContext context, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var path = arguments.GetProperty("path").GetString()!;
        var old = arguments.GetProperty("old_text").GetString()!;
        if (!context.TryReadText(path, out var full, out var text, out var error))
            return Task.FromResult(error);

        var first = text.IndexOf(old, StringComparison.Ordinal);
        if (first < 0)
            return Task.FromResult(ToolAnswer.Failed($"old_text occurs 0 times in '{path}'; it must match exactly once. Read the file again"));
        var matches = 1;
        // Overlapping matches count too: which of them is meant is just as unclear.
        for (var at = first; (at = text.IndexOf(old, at + 1, StringComparison.Ordinal)) >= 0;)
            matches++;
        if (matches > 1)
            return Task.FromResult(ToolAnswer.Failed($"old_text occurs {matches} times in '{path}'; it must match exactly once. Add lines around it"));

        context.Write(full, string.Concat(text.AsSpan(0, first), arguments.GetProperty("new_text").GetString(), text.AsSpan(first + old.Length)));
        return Task.FromResult(new ToolAnswer($"edited {path} at line {text.AsSpan(0, first).Count('\n') + 1}"));
    }
}
