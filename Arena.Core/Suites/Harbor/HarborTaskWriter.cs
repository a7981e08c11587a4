using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Arena.Core.Documents;
using Arena.Core.Workspaces;

namespace Arena.Core.Suites.Harbor;

/// <summary>Writes a Harbor task as a task of Arena. What it was made from is kept in its folder <c>harbor/</c>.</summary>
internal static class HarborTaskWriter
{
    /// <summary>What the generated checker may take beside <c>test.sh</c>.</summary>
    public static readonly TimeSpan CheckerMargin = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan MostToolTime = TimeSpan.FromHours(1);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(HarborTask task, string folder)
    {
        var settings = task.Settings;
        Text("instruction.md", File.ReadAllText(Path.Combine(task.Folder, "instruction.md")));
        Text("task.yaml", TaskYaml(task));
        WriteWorkspace(task, Path.Combine(folder, "workspace"));

        Text("check/check.py", EmbeddedFiles.Read("harbor/check.py"));
        Text("check/harbor.json", JsonSerializer.Serialize(new { workdir = task.Environment.WorkDir, timeout = settings.VerifierTime.TotalSeconds, env = settings.VerifierEnvironment }, Indented) + "\n");
        CopyFolder(task.Tests, Path.Combine(folder, "check", "tests"));
        Executable(Path.Combine(folder, "check", "tests", "test.sh"));

        Text("solutions/oracle/solution.yaml", $"""
            title: Runs Harbor's solution/solve.sh
            expect: {"{ passed: true }"}
            turns:
              - tools:
                  - name: run_command
                    arguments:
                      command: {YamlText.Block(task.SolutionCommand, 12)}
              - text: Done.
            """);
        Text("solutions/nop/solution.yaml", """
            title: Does nothing and says it is done
            expect: { passed: false }
            turns:
              - text: Done.
            """);

        Copy("task.toml", "harbor/task.toml");
        if (File.Exists(Path.Combine(task.Folder, "environment", "Dockerfile")))
            Copy("environment/Dockerfile", "harbor/Dockerfile");
        CopyFolder(Path.Combine(task.Folder, "solution"), Path.Combine(folder, "harbor", "solution"));

        void Text(string path, string text)
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text.EndsWith('\n') ? text : text + "\n");
        }

        void Copy(string from, string to)
        {
            var full = Path.Combine(folder, to);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.Copy(Path.Combine(task.Folder, from), full);
        }
    }

    private static string TaskYaml(HarborTask task)
    {
        var settings = task.Settings;
        var yaml = new StringBuilder("# Imported from a Harbor task; what it was made from stands in harbor/.\n");
        yaml.Append("name: ").Append(YamlText.Line(settings.Name ?? task.Id)).Append('\n');
        yaml.Append("workspacePath: ").Append(task.Environment.WorkDir).Append('\n');
        // Harbor has no limit of its own for one command, so a command may take as long as the whole task.
        if (settings.AgentTime is { } time)
            yaml.Append($"limits: {{ time: {Seconds(time)}, toolTimeout: {Seconds(time < MostToolTime ? time : MostToolTime)} }}\n");
        yaml.Append("check:\n  command: [python3, -I, -S, check.py]\n");
        yaml.Append($"  timeout: {Seconds(settings.VerifierTime + CheckerMargin)}\n");
        return yaml.ToString();
    }

    private static void WriteWorkspace(HarborTask task, string workspace)
    {
        var environment = task.Environment;
        Directory.CreateDirectory(workspace);
        foreach (var folder in environment.Folders.Where(folder => folder.StartsWith(environment.WorkDir + "/", StringComparison.Ordinal)))
            Directory.CreateDirectory(workspace + folder[environment.WorkDir.Length..]);
        foreach (var (path, source) in environment.Files)
        {
            var target = workspace + path[environment.WorkDir.Length..];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }

        // What is too large would end every run as broken infrastructure; better to know it now.
        _ = FolderScan.Of(workspace, WorkspaceLimits.Default);
    }

    private static void CopyFolder(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var folder in Directory.EnumerateDirectories(source))
            CopyFolder(folder, Path.Combine(target, Path.GetFileName(folder)));
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    private static void Executable(string file)
    {
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s";
}
