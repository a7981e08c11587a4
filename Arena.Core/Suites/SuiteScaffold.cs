using System.Collections.Immutable;

namespace Arena.Core.Suites;

/// <summary>Writes a suite to begin from: one small task whose checker, solutions and comments are a pattern for the author's own.</summary>
public static class SuiteScaffold
{
    private const string Placeholder = "SUITE_ID";

    /// <summary>Writes the suite <paramref name="id"/> into a new folder of that name; what it writes passes a check as it stands.</summary>
    /// <param name="suites">The folder that holds suites; it need not exist.</param>
    /// <param name="id">The suite's id: lower-case letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <returns>The paths of the files, relative to the suite's folder, in ordinal order.</returns>
    /// <exception cref="SuiteRefusedException">The id is none, or the folder exists.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static ImmutableArray<string> Write(string suites, string id)
    {
        var folder = NewSuiteFolder.Of(suites, id);
        var files = EmbeddedFiles.Below("scaffold");
        try
        {
            foreach (var path in files)
            {
                var full = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                File.WriteAllText(full, EmbeddedFiles.Read("scaffold/" + path).Replace(Placeholder, id, StringComparison.Ordinal));
            }
        }
        catch
        {
            // Half a suite would only be in the way of the next try.
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            throw;
        }

        return files;
    }
}
