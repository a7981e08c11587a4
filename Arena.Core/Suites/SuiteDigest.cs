using System.Security.Cryptography;
using System.Text;
using Arena.Core.Documents;

namespace Arena.Core.Suites;

/// <summary>
/// The digest of a folder: SHA-256 over one line for each file in ordinal order of relative paths, made of path, NUL,
/// <c>x</c> or <c>-</c> for the executable bit, NUL, the SHA-256 of the content, line feed. <c>__pycache__</c> is left out.
/// </summary>
public static class SuiteDigest
{
    /// <summary><c>sha256-</c> and the digest in lower-case hexadecimal.</summary>
    /// <param name="folder">The folder of a suite or task.</param>
    /// <exception cref="DocumentException">There is a link, which would make the digest depend on what is elsewhere.</exception>
    public static string Of(string folder)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Files(folder, "").Order(StringComparer.Ordinal))
        {
            var full = Path.Combine(folder, path);
            digest.AppendData(Encoding.UTF8.GetBytes($"{path}\0{(IsExecutable(full) ? 'x' : '-')}\0"));
            digest.AppendData(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(full))) + "\n"));
        }

        return "sha256-" + Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static IEnumerable<string> Files(string root, string below)
    {
        foreach (var entry in new DirectoryInfo(Path.Combine(root, below)).EnumerateFileSystemInfos())
        {
            var path = below.Length == 0 ? entry.Name : $"{below}/{entry.Name}";
            if (entry.LinkTarget is not null)
                throw new DocumentException(entry.FullName, null, "a suite must not hold links; put a copy here.");
            if (entry is FileInfo)
            {
                yield return path;
            }
            else if (entry.Name != "__pycache__")
            {
                foreach (var file in Files(root, path))
                    yield return file;
            }
        }
    }

    private static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != UnixFileMode.None;
}
