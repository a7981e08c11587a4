using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text.Json;
using Arena.Core.Workspaces;

namespace Arena.Core.Suites.Harbor;

/// <summary>
/// What a task's <c>environment/</c> puts into its working directory. Of a Dockerfile, FROM is read and its image not used, WORKDIR
/// and COPY (and ADD of plain files) are done, and every other instruction is refused. Without a Dockerfile all of
/// <c>environment/</c> is copied.
/// </summary>
internal sealed class HarborEnvironment
{
    /// <summary>Where Harbor's own examples work; taken where nothing says otherwise.</summary>
    public const string UsualWorkDir = "/app";

    // A task's own files, as the verifier and the oracle of Harbor find them.
    private static readonly string[] Harbors = ["logs", "solution", "tests"];

    private readonly string folder;
    private readonly string dockerfile;
    private readonly HarborNotes notes;
    private string? current;
    private bool hasImage;

    private HarborEnvironment(string folder, HarborNotes notes)
    {
        this.folder = folder;
        this.notes = notes;
        dockerfile = Path.Combine(folder, "Dockerfile");
    }

    /// <summary>Where the workspace stands.</summary>
    public string WorkDir { get; private set; } = UsualWorkDir;

    /// <summary>Host path of each file, by its absolute path in the container.</summary>
    public SortedDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Folders, by their absolute path in the container; those above a file may be missing.</summary>
    public SortedSet<string> Folders { get; } = new(StringComparer.Ordinal);

    public static HarborEnvironment Read(string folder, string? workDir, HarborNotes notes)
    {
        var environment = new HarborEnvironment(folder, notes);
        environment.ReadAll(workDir);
        return environment;
    }

    private void ReadAll(string? workDir)
    {
        if (!Directory.Exists(folder))
        {
            notes.Refuse(folder, null, "this folder is missing; a Harbor task has environment/");
            return;
        }

        foreach (var name in (string[])["docker-compose.yaml", "docker-compose.yml", "compose.yaml", "compose.yml"])
        {
            if (File.Exists(Path.Combine(folder, name)))
                notes.Refuse(Path.Combine(folder, name), null, "services of docker-compose cannot be started");
        }

        if (File.Exists(dockerfile))
        {
            if (File.Exists(Path.Combine(folder, ".dockerignore")))
                notes.Refuse(Path.Combine(folder, ".dockerignore"), null, ".dockerignore is not read; leave out what COPY must not copy");
            foreach (var instruction in Dockerfile.Read(File.ReadAllText(dockerfile)))
                Do(instruction);
            if ((workDir ?? current) is null)
                notes.Refuse(dockerfile, null, "there is no WORKDIR, so the working directory would be the image's own, which is not known here; add one, or set environment.workdir");
        }
        else
        {
            notes.Warn(folder, null, $"there is no Dockerfile; all of environment/ is copied to {workDir ?? UsualWorkDir}");
        }

        WorkDir = workDir ?? current ?? UsualWorkDir;
        var problem = WorkspacePaths.MountProblem(WorkDir)
            ?? (Harbors.Contains(WorkDir.Split('/')[1], StringComparer.Ordinal) ? $"cannot be '{WorkDir}': Harbor's own files stand there" : null);
        if (problem is not null)
            notes.Refuse(workDir is null ? dockerfile : folder, null, $"the working directory {problem}");
        if (!File.Exists(dockerfile))
            CopyFolder(folder, WorkDir);
        foreach (var (path, source) in Files.Where(file => problem is null && !IsBelow(file.Key, WorkDir)))
            notes.Refuse(dockerfile, null, $"{Path.GetRelativePath(folder, source)} is copied to {path}, which is outside the working directory {WorkDir}; only that is kept here");
    }

    private void Do(DockerInstruction instruction)
    {
        switch (instruction.Name)
        {
            case "FROM" when !hasImage:
                hasImage = true;
                if (instruction.Arguments.Contains(" AS ", StringComparison.OrdinalIgnoreCase))
                    Refuse(instruction, "stages cannot be built");
                notes.Warn(dockerfile, instruction.Line, $"the image '{instruction.Arguments}' is not used; the sandbox shows this machine's own programs");
                break;
            case "WORKDIR":
                Work(instruction);
                break;
            case "COPY" or "ADD":
                Copy(instruction);
                break;
            case "FROM":
                Refuse(instruction, "a second stage cannot be built");
                break;
            default:
                Refuse(instruction, "only FROM, WORKDIR and COPY can be done without Docker");
                break;
        }
    }

    private void Work(DockerInstruction instruction)
    {
        if (instruction.Arguments.Contains('$', StringComparison.Ordinal))
            Refuse(instruction, "variables are not known here");
        else if (Absolute(instruction.Arguments.Trim('"')) is { } path)
            Folders.Add(current = path);
        else
            Refuse(instruction, "the path is relative to the image's own working directory, which is not known here");
    }

    private void Copy(DockerInstruction instruction)
    {
        if (Words(instruction) is not { } words)
            return;
        var (sources, last) = (words[..^1], words[^1]);
        if (Absolute(last) is not { } target)
        {
            Refuse(instruction, "the target is relative to the image's own working directory, which is not known here");
            return;
        }

        var found = sources.SelectMany(source => Match(instruction, source)).ToList();
        var intoFolder = last.EndsWith('/') || Folders.Contains(target) || last is "." or "..";
        if (found.Count > 1 && !intoFolder)
        {
            Refuse(instruction, "several sources need a target that ends with '/'");
            return;
        }

        foreach (var source in found)
        {
            if (Directory.Exists(source))
                CopyFolder(source, target);
            else
                CopyFile(source, intoFolder ? Join(target, Path.GetFileName(source)) : target);
        }
    }

    /// <summary>Sources and target, or null where something among them is refused.</summary>
    private ImmutableArray<string>? Words(DockerInstruction instruction)
    {
        var text = instruction.Arguments;
        var refusal = text switch
        {
            _ when text.StartsWith("--", StringComparison.Ordinal) => $"the option {text.Split(' ', '=')[0]} cannot be honoured",
            _ when text.Contains("<<", StringComparison.Ordinal) => "here-documents cannot be copied; put the file into environment/",
            _ when text.Contains('$', StringComparison.Ordinal) => "variables are not known here",
            _ => null,
        };
        ImmutableArray<string> words = [];
        try
        {
            words = text.StartsWith('[')
                ? [.. JsonSerializer.Deserialize<string[]>(text) ?? []]
                : [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        }
        catch (JsonException)
        {
            refusal ??= "this is no list of texts";
        }

        refusal ??= words.Length < 2 ? "a source and a target are needed" : null;
        if (instruction.Name == "ADD" && words.Take(Math.Max(0, words.Length - 1)).FirstOrDefault(IsMoreThanACopy) is { } more)
            refusal ??= $"'{more}' would be fetched or unpacked; only plain files can be added";
        if (refusal is null)
            return words;
        Refuse(instruction, refusal);
        return null;
    }

    private static bool IsMoreThanACopy(string source) =>
        source.Contains("://", StringComparison.Ordinal)
        || source.StartsWith("git@", StringComparison.Ordinal)
        || source.Split('/')[^1].Contains(".tar", StringComparison.Ordinal)
        || Path.GetExtension(source) is ".tgz" or ".tbz" or ".tbz2" or ".txz" or ".gz" or ".bz2" or ".xz" or ".zst";

    private List<string> Match(DockerInstruction instruction, string source)
    {
        var parts = source.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToList();
        if (parts.Contains(".."))
        {
            Refuse(instruction, $"'{source}' leads out of environment/");
            return [];
        }

        var matches = new List<string> { folder };
        foreach (var part in parts)
        {
            matches = part.IndexOfAny(['*', '?', '[']) < 0
                ? [.. matches.Select(match => Path.Combine(match, part)).Where(Path.Exists)]
                : [.. matches.Where(Directory.Exists).SelectMany(Directory.EnumerateFileSystemEntries)
                    .Where(path => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(path), ignoreCase: false))
                    .Order(StringComparer.Ordinal)];
        }

        if (source.Contains('[', StringComparison.Ordinal))
            Refuse(instruction, $"'{source}' has a pattern with '[', which is not known here; '*' and '?' are");
        else if (matches.Count == 0)
            Refuse(instruction, $"there is no environment/{string.Join('/', parts)}");
        return matches;
    }

    private void CopyFolder(string source, string target)
    {
        Folders.Add(target);
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry is DirectoryInfo { LinkTarget: null })
                CopyFolder(entry.FullName, Join(target, entry.Name));
            else
                CopyFile(entry.FullName, Join(target, entry.Name));
        }
    }

    private void CopyFile(string source, string target)
    {
        if (new FileInfo(source).LinkTarget is not null)
            notes.Refuse(source, null, "this is a link, and a suite must not hold links; put a copy here");
        else
            Files[target] = source;
    }

    private static string Join(string folder, string name) => folder == "/" ? "/" + name : $"{folder}/{name}";

    /// <summary>An absolute path without '.' and '..'; null where it is relative and nothing says to what.</summary>
    private string? Absolute(string path)
    {
        if (!path.StartsWith('/') && current is null)
            return null;
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : $"{current}/{path}").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
                parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            else if (part != ".")
                parts.Add(part);
        }

        return "/" + string.Join('/', parts);
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);

    private void Refuse(DockerInstruction instruction, string why) =>
        notes.Refuse(dockerfile, instruction.Line, $"{instruction.Name} {(instruction.Arguments.Length <= 80 ? instruction.Arguments : instruction.Arguments[..80] + "...")}: {why}");
}
