using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Arena.Core.Documents;

namespace Arena.Core.Suites;

/// <summary>
/// Reads a suite from its folder: <c>suite.yaml</c> (<c>title</c>, <c>repetitions</c>, <c>tasks</c>) and
/// <c>tasks/ID/</c> with <c>task.yaml</c>, <c>instruction.md</c>, <c>workspace/</c>, <c>check/</c> and
/// <c>solutions/ID/solution.yaml</c>.
/// </summary>
public static partial class SuiteLoader
{
    /// <summary>Reads the suite; the first fault ends it.</summary>
    /// <param name="folder">The suite's folder; its name is the suite's id.</param>
    /// <exception cref="DocumentException">Something is missing, unknown or wrong; the message names file, line and what is allowed.</exception>
    public static Suite Load(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var file = Path.Combine(folder, "suite.yaml");
        var map = YamlMap.Load(file);
        var id = Path.GetFileName(folder);
        if (!IsId(id))
            throw new DocumentException(file, null, $"the folder name '{id}' is no suite id; use lower-case letters, digits, '-' and '_'.");
        var title = map.Required("title").String();
        var repetitions = map.Optional("repetitions")?.Int(1, 1_000) ?? 3;
        var listed = map.Required("tasks");
        map.Done();

        var tasks = new List<SuiteTask>();
        foreach (var item in listed.List())
        {
            var task = item.String();
            if (!IsId(task))
                throw item.Error($"'{task}' is no task id; use lower-case letters, digits, '-' and '_'.");
            if (tasks.Any(t => t.Id == task))
                throw item.Error($"the task '{task}' is listed twice.");
            if (!Directory.Exists(Path.Combine(folder, "tasks", task)))
                throw item.Error($"there is no folder tasks/{task}; there are: {Names(Path.Combine(folder, "tasks"))}.");
            tasks.Add(TaskReader.Read(Path.Combine(folder, "tasks", task)));
        }

        if (tasks.Count == 0)
            throw listed.Error("a suite needs at least one task.");
        // A task that is there and not listed would never run, and nobody would notice.
        if (Directory.EnumerateDirectories(Path.Combine(folder, "tasks")).Select(Path.GetFileName).FirstOrDefault(name => tasks.All(t => t.Id != name)) is { } extra)
            throw listed.Error($"the folder tasks/{extra} is not listed in tasks.");
        return new Suite(id, title, SuiteDigest.Of(folder), folder, repetitions, [.. tasks]);
    }

    private static string Names(string folder) => Directory.Exists(folder)
        ? string.Join(", ", Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal))
        : "none";

    internal static bool IsId(string text) => Id.IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]{0,79}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id { get; }
}
