namespace Arena.Core.Suites;

/// <summary>Where a new suite goes.</summary>
internal static class NewSuiteFolder
{
    /// <summary>The folder of a suite that does not exist yet.</summary>
    /// <exception cref="SuiteRefusedException">The id is none, or something stands there.</exception>
    public static string Of(string suites, string id)
    {
        if (!SuiteLoader.IsId(id))
            throw new SuiteRefusedException($"'{id}' is no suite id; use lower-case letters, digits, '-' and '_', at most 80, and begin with a letter or digit.");
        var folder = Path.GetFullPath(Path.Combine(suites, id));
        return Path.Exists(folder)
            ? throw new SuiteRefusedException($"{folder} exists already; choose another id, or remove it first.")
            : folder;
    }
}
