using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Arena.Core.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tools;

/// <summary>Finds the lines of the workspace's text files that hold a text or match a regular expression.</summary>
public sealed class SearchTextTool : IWorkspaceTool
{
    private const int MaxMatches = 500;
    private static readonly TimeSpan LineTimeout = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public ToolDeclaration Declaration { get; } = new(
        "search_text",
        "Finds the lines of the workspace's text files that contain a text, or match a regular expression. Answers path:line: text.",
        JsonElement.Parse("""
            {"type":"object","properties":{
              "pattern":{"type":"string","minLength":1,"description":"The text or regular expression; case matters."},
              "regex":{"type":"boolean","description":"Whether pattern is a regular expression. Default: false."},
              "path":{"type":"string","description":"File or folder to search, relative to the workspace. Default: the workspace itself."}
            },"required":["pattern"],"additionalProperties":false}
            """));

    /// <inheritdoc/>
    public bool Writes => false;

    /// <inheritdoc/>
    public async Task<ToolAnswer> InvokeAsync(ToolContext context, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // A search of large files takes long, and nobody should wait on the caller's thread.
        await Task.Yield();
        var pattern = arguments.GetProperty("pattern").GetString()!;
        var path = arguments.TryGetProperty("path", out var given) ? given.GetString()! : ".";
        var (full, problem) = context.Resolve(path);
        if (problem is null && Posix.Status(full!) is null)
            problem = $"there is no file or folder '{path}'";
        if (problem is not null)
            return ToolAnswer.Failed(problem);
        try
        {
            Func<string, bool> matches = arguments.TryGetProperty("regex", out var regex) && regex.GetBoolean()
                ? new Regex(pattern, RegexOptions.CultureInvariant, LineTimeout).IsMatch
                : line => line.Contains(pattern, StringComparison.Ordinal);
            return new ToolAnswer(Search(context, full!, matches, cancellationToken));
        }
        catch (RegexParseException e)
        {
            return ToolAnswer.Failed($"the regular expression is not valid: {e.Message}");
        }
        catch (RegexMatchTimeoutException)
        {
            return ToolAnswer.Failed($"the regular expression took longer than {LineTimeout.TotalSeconds} s on one line; write it without nested repetition");
        }
        catch (WorkspaceLimitException e)
        {
            return ToolAnswer.Failed(e.Message);
        }
    }

    private static string Search(ToolContext context, string full, Func<string, bool> matches, CancellationToken cancellationToken)
    {
        IEnumerable<string> files = Posix.Status(full) is { IsFolder: true }
            ? FolderScan.Of(full, context.Limits with { FileBytes = long.MaxValue, TotalBytes = long.MaxValue }).Entries
                .Where(e => e.Status.IsFile && e.Status.Size <= context.Limits.FileBytes).Select(e => e.Full).Order(StringComparer.Ordinal)
            : [full];
        var found = new StringBuilder();
        var count = 0;
        foreach (var file in files)
        {
            if (Posix.Status(file) is not { IsFile: true } status || status.Size > context.Limits.FileBytes || ToolContext.Decode(File.ReadAllBytes(file)) is not { } text)
                continue;
            var number = 0;
            foreach (var line in text.Split('\n'))
            {
                number++;
                cancellationToken.ThrowIfCancellationRequested();
                if (!matches(line))
                    continue;
                if (++count > MaxMatches)
                    return found.Append($"[more than {MaxMatches} lines match; narrow the search]\n").ToString();
                found.Append($"{Path.GetRelativePath(context.Workspace, file)}:{number}: {line}\n");
            }
        }

        return count == 0 ? "no match" : found.ToString();
    }
}
