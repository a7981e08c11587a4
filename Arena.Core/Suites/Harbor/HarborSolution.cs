using System.Text;
using System.Text.RegularExpressions;
using Arena.Core.Tools;

namespace Arena.Core.Suites.Harbor;

/// <summary>
/// Turns a <c>solution/</c> folder into one command of the oracle: it writes the files into the private <c>/tmp</c> of the sandbox,
/// where Harbor has them in <c>/solution</c>, and runs <c>solve.sh</c> in the working directory.
/// </summary>
internal static partial class HarborSolution
{
    private const string Place = "/tmp/solution";
    private const string End = "END_OF_FILE";

    public static string Command(string folder, IReadOnlyDictionary<string, string> variables, HarborNotes notes)
    {
        var command = new StringBuilder();
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            if (entry.LinkTarget is not null)
                notes.Refuse(entry.FullName, null, "this is a link, and a suite must not hold links; put a copy here");
            else if (entry is FileInfo file)
                Add(command, made, file, folder, notes);
        }

        foreach (var (name, value) in variables)
            command.Append("export ").Append(name).Append('=').Append(Quoted(value)).Append('\n');
        // As Harbor does it: a script with the right to run, started by bash, which takes one without '#!' for its own.
        command.Append("bash -c ").Append(Place).Append("/solve.sh\n");
        if (Encoding.UTF8.GetByteCount(command.ToString()) > RunCommandTool.MostBytes)
            notes.Refuse(folder, null, $"the solution is larger than the {RunCommandTool.MostBytes} bytes that one command can have");
        return command.ToString();
    }

    private static void Add(StringBuilder command, HashSet<string> made, FileInfo file, string folder, HarborNotes notes)
    {
        var target = $"{Place}/{Path.GetRelativePath(folder, file.FullName)}";
        if (made.Add(Path.GetDirectoryName(target)!))
            command.Append("mkdir -p ").Append(Quoted(Path.GetDirectoryName(target)!)).Append('\n');
        var content = File.ReadAllBytes(file.FullName);
        if (ToolContext.Decode(content) is { } text)
        {
            text = Moved(file.FullName, text, notes);
            content = Encoding.UTF8.GetBytes(text);
            if (IsPlain(text))
            {
                command.Append("cat > ").Append(Quoted(target)).Append($" <<'{End}'\n").Append(text).Append(text.EndsWith('\n') || text.Length == 0 ? "" : "\n").Append(End).Append('\n');
                // A here-document ends with a line feed, whether the file does or not.
                if (text.Length > 0 && !text.EndsWith('\n'))
                    command.Append("truncate -s -1 ").Append(Quoted(target)).Append('\n');
                content = null;
            }
        }

        if (content is not null)
            command.Append("base64 -d > ").Append(Quoted(target)).Append($" <<'{End}'\n").Append(Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n")).Append('\n').Append(End).Append('\n');
        if (Path.GetRelativePath(folder, file.FullName) == "solve.sh" || IsExecutable(file))
            command.Append("chmod 755 ").Append(Quoted(target)).Append('\n');
    }

    private static string Moved(string file, string text, HarborNotes notes)
    {
        var line = 0;
        return string.Join('\n', text.Split('\n').Select(original =>
        {
            line++;
            var moved = Original.Replace(original, Place);
            if (moved != original)
                notes.Warn(file, line, $"/solution stands at {Place} for the oracle, and is written so there");
            return moved;
        }));
    }

    private static bool IsPlain(string text) =>
        text.All(c => c == '\n' || c == '\t' || !char.IsControl(c) && !char.IsSurrogate(c)) && !text.Split('\n').Contains(End);

    private static bool IsExecutable(FileInfo file) => OperatingSystem.IsLinux() && (file.UnixFileMode & UnixFileMode.UserExecute) != UnixFileMode.None;

    private static string Quoted(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    [GeneratedRegex(@"(?<![\w./~-])/solution(?![\w.-])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Original { get; }
}
