using System.Text;
using System.Text.Json;
using Arena.Core.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tools;

/// <summary>Lists what is in a folder of the workspace, all levels.</summary>
public sealed class ListFilesTool : IWorkspaceTool
{
    /// <inheritdoc/>
    public ToolDeclaration Declaration { get; } = new(
        "list_files",
        "Lists the files below a folder of the workspace, one per line with its size in bytes. Folders end with '/'.",
        JsonElement.Parse("""
            {"type":"object","properties":{
              "path":{"type":"string","description":"Folder, relative to the workspace. Default: the workspace itself."}
            },"additionalProperties":false}
            """));

    /// <inheritdoc/>
    public bool Writes => false;

    /// <inheritdoc/>
    public Task<ToolAnswer> InvokeAsync(ToolContext context, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var path = arguments.TryGetProperty("path", out var given) ? given.GetString()! : ".";
        var (full, problem) = context.Resolve(path);
        problem ??= Posix.Status(full!) switch
        {
            null => $"there is no folder '{path}'",
            { IsFolder: false } => $"'{path}' is a file; use read_file",
            _ => null,
        };
        if (problem is not null)
            return Task.FromResult(ToolAnswer.Failed(problem));

        FolderScan scan;
        try
        {
            // The listing says what is there; whether that may be kept is said when the workspace is saved.
            scan = FolderScan.Of(full!, context.Limits with { FileBytes = long.MaxValue, TotalBytes = long.MaxValue });
        }
        catch (WorkspaceLimitException e)
        {
            return Task.FromResult(ToolAnswer.Failed(e.Message));
        }

        var prefix = Path.GetRelativePath(context.Workspace, full!) is var relative and not "." ? relative + "/" : "";
        var text = new StringBuilder();
        foreach (var entry in scan.Entries.OrderBy(e => e.Path, StringComparer.Ordinal))
        {
            text.Append(prefix).Append(entry.Path);
            text.Append(entry.Status switch
            {
                { IsFolder: true } => "/",
                { IsLink: true } => $" -> {new FileInfo(entry.Full).LinkTarget}",
                { Size: var size } => $" ({size})",
            }).Append('\n');
        }

        return Task.FromResult(new ToolAnswer(text.Length == 0 ? "(empty)" : text.ToString()));
    }
}
