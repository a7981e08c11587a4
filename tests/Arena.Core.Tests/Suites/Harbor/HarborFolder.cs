namespace Arena.Core.Tests.Suites.Harbor;

/// <summary>A copy of the Harbor tasks beside this file, which a test may change, and a place for the suite that is made of them.</summary>
internal sealed class HarborFolder : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public HarborFolder() => Copy(Path.Combine(Repository.Root, "tests", "Arena.Core.Tests", "Suites", "Harbor", "tasks"), Source);

    public string Source => temporary.Combine("tasks");

    public string Suites => temporary.Combine("suites");

    public string CountWords => Path.Combine(Source, "count-words");

    /// <summary>Writes a file of the task count-words.</summary>
    public void Write(string path, string text)
    {
        var full = Path.Combine(CountWords, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>Puts a text in place of another in a file of the task count-words.</summary>
    public void Edit(string path, string old, string text)
    {
        var full = Path.Combine(CountWords, path);
        var content = File.ReadAllText(full);
        content.ShouldContain(old);
        File.WriteAllText(full, content.Replace(old, text, StringComparison.Ordinal));
    }

    public void Dispose() => temporary.Dispose();

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var folder in Directory.EnumerateDirectories(source))
            Copy(folder, Path.Combine(target, Path.GetFileName(folder)));
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}
