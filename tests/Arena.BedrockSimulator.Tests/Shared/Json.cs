using System.Text.Json;

namespace Arena.Simulation.Tests;

internal static class Json
{
    /// <summary>Fails where two documents differ in more than the order of keys and the form of numbers.</summary>
    public static void ShouldBe(this JsonElement actual, JsonElement expected, Func<JsonElement, JsonElement, bool> same, string? why = null)
    {
        if (!same(actual, expected))
            actual.GetRawText().ShouldBe(expected.GetRawText(), why);
    }
}
