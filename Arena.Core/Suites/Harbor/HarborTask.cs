using System.Text.RegularExpressions;

namespace Arena.Core.Suites.Harbor;

/// <summary>A Harbor task as it was read, before anything is written.</summary>
internal sealed partial class HarborTask
{
    private static readonly string[] Known = ["task.toml", "instruction.md", "environment", "tests", "solution"];

    private HarborTask(string folder, string id) => (Folder, Id) = (folder, id);

    public string Folder { get; }

    public string Id { get; }

    public HarborNotes Notes { get; } = new();

    public HarborSettings Settings { get; private set; } = null!;

    public HarborEnvironment Environment { get; private set; } = null!;

    /// <summary>The command of the oracle; empty where there is none, which is refused.</summary>
    public string SolutionCommand { get; private set; } = "";

    public string Tests => Path.Combine(Folder, "tests");

    public static HarborTask Read(string folder, string id)
    {
        var task = new HarborTask(folder, id);
        task.ReadAll();
        return task;
    }

    private void ReadAll()
    {
        Settings = HarborSettings.Read(Path.Combine(Folder, "task.toml"), Notes);
        Environment = HarborEnvironment.Read(Path.Combine(Folder, "environment"), Settings.WorkDir, Notes);
        var instruction = Path.Combine(Folder, "instruction.md");
        if (!File.Exists(instruction))
            Notes.Refuse(instruction, null, Directory.Exists(Path.Combine(Folder, "steps")) ? "this file is missing; tasks of several steps cannot be run" : "this file is missing");
        else if (string.IsNullOrWhiteSpace(File.ReadAllText(instruction)))
            Notes.Refuse(instruction, null, "the instruction is empty");

        var script = Path.Combine(Tests, "test.sh");
        if (!File.Exists(script))
            Notes.Refuse(script, null, "this file is missing");
        else
            RefuseLinks(Tests);

        var solve = Path.Combine(Folder, "solution", "solve.sh");
        if (!File.Exists(solve))
            Notes.Refuse(solve, null, "this file is missing; without a solution nothing shows that the task can be passed");
        else
            SolutionCommand = HarborSolution.Command(Path.GetDirectoryName(solve)!, Settings.SolutionEnvironment, Notes);
        foreach (var path in (string[])[script, solve])
            WarnOfNetwork(path);
        foreach (var entry in Directory.EnumerateFileSystemEntries(Folder).Where(path => !Known.Contains(Path.GetFileName(path), StringComparer.Ordinal)).Order(StringComparer.Ordinal))
            Notes.Warn(entry, null, "this is no part of a Harbor task that is imported; it is left out");
    }

    private void RefuseLinks(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Where(entry => entry.LinkTarget is not null))
            Notes.Refuse(entry.FullName, null, "this is a link, and a suite must not hold links; put a copy here");
    }

    private void WarnOfNetwork(string script)
    {
        if (!File.Exists(script))
            return;
        var lines = File.ReadAllLines(script);
        for (var i = 0; i < lines.Length; i++)
        {
            if (Fetching.Match(lines[i]) is { Success: true } match)
                Notes.Warn(script, i + 1, $"'{match.Groups["what"].Value}' needs a network or the right to install, and the sandbox has neither");
        }
    }

    [GeneratedRegex(
        @"^[^#]*?\b(?<what>apt-get|apt|apk|curl|wget|uvx|uv (pip|run|tool|add|sync)|pip3? install|npm (i|install|ci)|npx|git clone|cargo install|go install)(\s|$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fetching { get; }
}
