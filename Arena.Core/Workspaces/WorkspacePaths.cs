using System.Text.RegularExpressions;
using Arena.Core.Sandboxing;

namespace Arena.Core.Workspaces;

/// <summary>
/// Confines paths that a model names to its workspace: relative (or below where the sandbox shows it),
/// without <c>..</c>, and through no link that leads out. Between tool calls nothing runs in the workspace, so what was
/// looked at is what is opened.
/// </summary>
internal static partial class WorkspacePaths
{
    /// <summary>Where the sandbox shows the workspace of a task that does not say.</summary>
    public const string Mount = "/workspace";

    // What a sandbox itself shows there; a workspace in its place would hide it or find no room.
    private static readonly string[] Taken =
        ["bin", "boot", "check", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "run", "run-data", "sbin", "sys", "tmp", "usr"];

    private const int MaxLinks = 16;

    /// <summary>Resolves a path to where it really leads, or tells the rule that it breaks. What it names need not exist.</summary>
    /// <param name="root">Host path of the workspace.</param>
    /// <param name="mount">Where the sandbox shows it.</param>
    /// <param name="path">What the model wrote.</param>
    public static (string? Full, string? Error) Resolve(string root, string mount, string path)
    {
        var text = path;
        if (text == mount || text.StartsWith(mount + "/", StringComparison.Ordinal))
            text = text[mount.Length..].TrimStart('/');
        if (text.Contains('\0', StringComparison.Ordinal))
            return (null, "a path cannot contain a NUL character");
        if (text.StartsWith('/') || text.StartsWith('~'))
            return (null, $"'{path}' is not inside the workspace: use a path relative to it, like src/main.py");

        var pending = new Stack<string>(text.Split('/').Reverse());
        if (pending.Contains(".."))
            return (null, $"'{path}' is refused: a path must not contain '..'");

        var resolved = new List<string>();
        var links = 0;
        while (pending.TryPop(out var part))
        {
            if (part is "" or ".")
                continue;
            if (part == "..")
            {
                if (resolved.Count == 0)
                    return (null, $"'{path}' leads through a link out of the workspace");
                resolved.RemoveAt(resolved.Count - 1);
                continue;
            }

            var here = Path.Combine([root, .. resolved, part]);
            if (Posix.Status(here) is not { IsLink: true })
            {
                resolved.Add(part);
                continue;
            }

            var target = new FileInfo(here).LinkTarget ?? "/";
            if (target.StartsWith('/'))
                return (null, $"'{path}' leads through a link out of the workspace");
            if (++links > MaxLinks)
                return (null, $"'{path}' leads through more than {MaxLinks} links");
            foreach (var step in target.Split('/').Reverse())
                pending.Push(step);
        }

        return (Path.Combine([root, .. resolved]), null);
    }

    /// <summary>The rule that a path breaks as the place where a sandbox shows a workspace; null where it breaks none.</summary>
    public static string? MountProblem(string path)
    {
        if (!MountPath.IsMatch(path))
            return $"must be an absolute path of letters, digits, '.', '_' and '-', without '.' or '..' and without a '/' at its end, but is '{path}'";
        var first = path.Split('/')[1];
        return Taken.Contains(first, StringComparer.Ordinal) ? $"cannot be '{path}': /{first} belongs to the sandbox" : null;
    }

    /// <summary>
    /// Whether a link's target, read as text, stays inside: <c>..</c> only at its start, and no more of them than folders
    /// above the link. A later <c>..</c> could follow another link, so it is refused; a chain of such links then stays
    /// inside too, for each of them is judged.
    /// </summary>
    public static bool LinkStaysInside(string linkPath, string target)
    {
        if (target.StartsWith('/'))
            return false;
        var parts = target.Split('/');
        var up = parts.TakeWhile(part => part == "..").Count();
        return up <= linkPath.Count(c => c == '/') && !parts.Skip(up).Contains("..");
    }

    [GeneratedRegex(@"^(/(?!\.{1,2}(/|\z))[A-Za-z0-9._-]+)+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MountPath { get; }
}
