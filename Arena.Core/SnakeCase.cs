using System.Text.Json;

namespace Arena.Core;

/// <summary>The published spelling of enumeration members: <c>wrong_answer</c>.</summary>
public static class SnakeCase
{
    /// <summary>The member's name in snake case.</summary>
    public static string ToSnakeCase<T>(this T value) where T : struct, Enum =>
        Names<T>.ByValue.TryGetValue(value, out var name) ? name : value.ToString();

    private static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}
