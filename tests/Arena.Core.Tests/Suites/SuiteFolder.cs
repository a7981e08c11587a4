namespace Arena.Core.Tests.Suites;

/// <summary>Finds the suites of this source tree.</summary>
public static class SuiteFolder
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(System.IO.Path.Combine(folder.FullName, "suites", "agentic-core-v1")))
                return System.IO.Path.Combine(folder.FullName, "suites");
        }

        throw new DirectoryNotFoundException($"No suites/ above {AppContext.BaseDirectory}.");
    }
}
