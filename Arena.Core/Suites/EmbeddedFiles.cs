using System.Collections.Immutable;
using System.Reflection;
using System.Text;

namespace Arena.Core.Suites;

/// <summary>Files that this assembly carries for the suites that it writes.</summary>
internal static class EmbeddedFiles
{
    private static readonly Assembly Here = typeof(EmbeddedFiles).Assembly;

    /// <summary>Paths below a folder, relative to it, in ordinal order.</summary>
    public static ImmutableArray<string> Below(string folder) =>
    [
        .. Here.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(name => name[(folder.Length + 1)..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a file.</summary>
    public static string Read(string path)
    {
        using var stream = Here.GetManifestResourceStream(path) ?? throw new InvalidOperationException($"The assembly carries no file {path}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
