using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Arena.Core.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tools;

/// <summary>What a tool acts on.</summary>
/// <param name="Workspace">Absolute host path of the run's workspace.</param>
/// <param name="Sandbox">Where commands run.</param>
/// <param name="Limits">How large files may be.</param>
/// <param name="Owner">The user that written files are given to; null leaves them with this process's user.</param>
/// <param name="Hidden">Host folders that commands must not see.</param>
public sealed record ToolContext(
    string Workspace, ISandbox Sandbox, WorkspaceLimits Limits, uint? Owner, ImmutableArray<string> Hidden)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Where the workspace stands for the model: paths below this are its files. Default <c>/workspace</c>.</summary>
    public string WorkspacePath { get; init; } = WorkspacePaths.Mount;

    /// <summary>Where a path that a model named really leads, or the rule that it breaks.</summary>
    internal (string? Full, string? Error) Resolve(string path) => WorkspacePaths.Resolve(Workspace, WorkspacePath, path);

    /// <summary>Reads a text file that a model named.</summary>
    internal bool TryReadText(string path, out string full, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out ToolAnswer? error)
    {
        text = null;
        (var resolved, var problem) = Resolve(path);
        full = resolved ?? "";
        problem ??= Posix.Status(full) switch
        {
            null => $"there is no file '{path}'",
            { IsFolder: true } => $"'{path}' is a folder; use list_files",
            { IsFile: false } => $"'{path}' is no ordinary file",
            { Size: var size } when size > Limits.FileBytes => $"'{path}' has {size} bytes; the most that can be read is {Limits.FileBytes}",
            _ => null,
        };
        if (problem is null && (text = Decode(File.ReadAllBytes(full))) is null)
            problem = $"'{path}' is a binary file, not UTF-8 text";
        error = problem is null ? null : ToolAnswer.Failed(problem);
        return problem is null;
    }

    /// <summary>Writes a text file, making the folders above it. The path is resolved.</summary>
    internal void Write(string full, string text)
    {
        var missing = new Stack<string>();
        for (var folder = Path.GetDirectoryName(full)!; Posix.Status(folder) is null; folder = Path.GetDirectoryName(folder)!)
            missing.Push(folder);
        foreach (var folder in missing)
            Folders.Create(folder, Folders.DefaultMode, Owner);
        var isNew = Posix.Status(full) is null;
        File.WriteAllText(full, text, Strict);
        if (!isNew)
            return;
        File.SetUnixFileMode(full, Folders.FileMode);
        if (Owner is { } owner)
            Posix.ChangeOwner(full, owner);
    }

    /// <summary>The text of bytes, or null where they are no text: not UTF-8, or with a NUL.</summary>
    internal static string? Decode(byte[] content)
    {
        try
        {
            return content.AsSpan().Contains((byte)0) ? null : Strict.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
