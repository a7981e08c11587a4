using System.Text;
using System.Text.Json;
using Arena.Core.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tools;

/// <summary>Writes a text file of the workspace, new or in place of what it held.</summary>
public sealed class WriteFileTool : IWorkspaceTool
{
    /// <inheritdoc/>
    public ToolDeclaration Declaration { get; } = new(
        "write_file",
        "Writes a UTF-8 text file of the workspace: a new one, or in place of what it held. Missing folders are made.",
        JsonElement.Parse("""
            {"type":"object","properties":{
              "path":{"type":"string","minLength":1,"description":"File, relative to the workspace."},
              "content":{"type":"string","description":"The whole content."}
            },"required":["path","content"],"additionalProperties":false}
            """));

    /// <inheritdoc/>
    public bool Writes => true;

    /// <inheritdoc/>
    public Task<ToolAnswer> InvokeAsync(ToolContext context, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var path = arguments.GetProperty("path").GetString()!;
        var content = arguments.GetProperty("content").GetString()!;
        var bytes = Encoding.UTF8.GetByteCount(content);
        var (full, problem) = context.Resolve(path);
        problem ??= Posix.Status(full!) switch
        {
            { IsFolder: true } => $"'{path}' is a folder",
            { IsFile: false } => $"'{path}' is no ordinary file",
            _ when bytes > context.Limits.FileBytes => $"the content has {bytes} bytes; the most for a file is {context.Limits.FileBytes}",
            _ => FileAbove(context.Workspace, full!),
        };
        if (problem is not null)
            return Task.FromResult(ToolAnswer.Failed(problem));
        context.Write(full!, content);
        return Task.FromResult(new ToolAnswer($"wrote {bytes} bytes to {path}"));
    }

    private static string? FileAbove(string workspace, string full)
    {
        for (var folder = Path.GetDirectoryName(full)!; folder.Length > workspace.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (Posix.Status(folder) is { IsFolder: false })
                return $"'{Path.GetRelativePath(workspace, folder)}' is a file, so nothing can be written below it";
        }

        return null;
    }
}
