namespace Arena.Core.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Suites => Path.Combine(Root, "suites");

    public static string Models => Path.Combine(Root, "models");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Arena.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"There is no Arena.sln above {AppContext.BaseDirectory}.");
    }
}
