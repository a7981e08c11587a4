using Arena.Core.Suites;

namespace Arena.Core.Tests.Suites;

/// <summary>What tests that know the loader see in a temporary suite; the class itself is shared with tests that do not.</summary>
internal static class LoadedSuite
{
    extension(TemporarySuite suite)
    {
        public SuiteTask Task => SuiteLoader.Load(suite.Folder).Tasks[0];
    }
}
