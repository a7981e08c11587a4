using System.Collections.Immutable;
using Arena.Core.Documents;
using Arena.Core.Workspaces;

namespace Arena.Core.Suites.Harbor;

/// <summary>
/// Makes a suite of Harbor tasks (<c>task.toml</c>, <c>instruction.md</c>, <c>environment/</c>, <c>tests/test.sh</c>,
/// <c>solution/solve.sh</c>) that need no Docker. What cannot be honoured is refused by name, with file and line; nothing is
/// dropped without being told.
/// </summary>
public static class HarborImporter
{
    /// <summary>Imports one task folder, or every task folder that a folder holds.</summary>
    /// <param name="source">A folder with a <c>task.toml</c>, or one whose folders have one.</param>
    /// <param name="suites">The folder that holds suites; it need not exist.</param>
    /// <param name="id">The new suite's id; made of the source's name where null.</param>
    /// <param name="skipRefused">Whether to import the others where a task is refused; else nothing is written then.</param>
    /// <exception cref="SuiteRefusedException">The source holds no Harbor task, ids collide, the id is none, or the suite exists.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static HarborImport Import(string source, string suites, string? id, bool skipRefused)
    {
        source = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source));
        var folders = TaskFolders(source);
        id ??= IdOf(source);
        var folder = NewSuiteFolder.Of(suites, id);
        var tasks = folders.Tasks.Select(task => HarborTask.Read(task, IdOf(task))).ToList();
        if (tasks.GroupBy(task => task.Id).FirstOrDefault(same => same.Count() > 1) is { } collision)
            throw new SuiteRefusedException($"{string.Join(" and ", collision.Select(task => task.Folder))} would both be the task '{collision.Key}'; rename one of them.");

        ImmutableArray<HarborNote> notes = [.. folders.Others, .. tasks.SelectMany(task => task.Notes.All)];
        ImmutableArray<string> refused = [.. tasks.Where(task => task.Notes.AnyRefusal).Select(task => task.Id)];
        var accepted = tasks.Where(task => !task.Notes.AnyRefusal).ToList();
        ImmutableArray<string> importable = [.. accepted.Select(task => task.Id)];
        if (accepted.Count == 0 || (refused.Length > 0 && !skipRefused))
            return new HarborImport(null, importable, refused, notes);
        try
        {
            Write(source, folder, accepted);
            _ = SuiteLoader.Load(folder);
        }
        catch
        {
            // Half a suite would only be in the way of the next try.
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            throw;
        }

        return new HarborImport(folder, importable, refused, notes);
    }

    private static void Write(string source, string folder, IReadOnlyList<HarborTask> tasks)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "suite.yaml"),
            $"title: {YamlText.Line($"Imported from Harbor: {Path.GetFileName(source)}")}\ntasks: [{string.Join(", ", tasks.Select(task => task.Id))}]\n");
        foreach (var task in tasks)
        {
            try
            {
                HarborTaskWriter.Write(task, Path.Combine(folder, "tasks", task.Id));
            }
            catch (WorkspaceLimitException e)
            {
                throw new SuiteRefusedException($"{Path.Combine(task.Folder, "environment")}: {e.Message}");
            }
        }
    }

    private static (ImmutableArray<string> Tasks, ImmutableArray<HarborNote> Others) TaskFolders(string source)
    {
        if (!Directory.Exists(source))
            throw new SuiteRefusedException($"{source}: there is no such folder.");
        if (IsTask(source))
            return ([source], []);
        var folders = Directory.EnumerateDirectories(source).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal).ToLookup(IsTask);
        return folders[true].Any()
            ? ([.. folders[true]], [.. folders[false].Select(path => new HarborNote(path, null, "there is no task.toml; this folder is left out", false))])
            : throw new SuiteRefusedException($"{source}: there is no task.toml, neither here nor in a folder below; a Harbor task has one.");

        static bool IsTask(string path) => File.Exists(Path.Combine(path, "task.toml"));
    }

    private static string IdOf(string path)
    {
        var name = Path.GetFileName(path).ToLowerInvariant();
        var id = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')).Trim('-', '_');
        return SuiteLoader.IsId(id) ? id : throw new SuiteRefusedException($"No id can be made of the folder name '{Path.GetFileName(path)}'; rename it, or pass --id for the suite.");
    }
}
