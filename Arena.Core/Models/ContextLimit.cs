namespace Arena.Core.Models;

/// <summary>Recognises that a prompt does not fit a model's context, where an error has no name for it and only its text tells.</summary>
internal static class ContextLimit
{
    private static readonly string[] Words =
    [
        "input is too long", "prompt is too long", "input tokens", "context length", "context limit", "context window", "context size",
        "exceeds the maximum number of tokens", "too many total text bytes",
    ];

    public static bool IsToldBy(string message) => Words.Any(words => message.Contains(words, StringComparison.OrdinalIgnoreCase));
}
