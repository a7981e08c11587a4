namespace Arena.Simulation;

/// <summary>A request is not what the service takes.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="path">Where; null where it is the whole of it.</param>
/// <param name="problem">What is wrong there, as the end of a sentence about it; null where only the message tells.</param>
public sealed class InvalidRequestException(string message, string? path = null, string? problem = null) : Exception(message)
{
    /// <summary>Where, like <c>messages.0.content</c>; null where it is the whole request.</summary>
    public string? Path { get; } = path;

    /// <summary>What is wrong there, like <c>must be a text</c>; null where only the message tells.</summary>
    public string? Problem { get; } = problem;

    /// <summary>A member is missing.</summary>
    public static InvalidRequestException Missing(string path) =>
        new($"Value at '{path}' failed to satisfy constraint: Member must not be null", path, "is missing");

    /// <summary>A value is not what it must be.</summary>
    public static InvalidRequestException At(string path, string problem) => new($"1 validation error detected: Value at '{path}' {problem}.", path, problem);
}
