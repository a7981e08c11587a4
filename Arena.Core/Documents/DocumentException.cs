namespace Arena.Core.Documents;

/// <summary>A document written by people (suite, task, solution, model card) is not what it must be.</summary>
/// <param name="file">Path of the file as it was given.</param>
/// <param name="line">Line counted from 1; null where the fault belongs to no line, such as a missing file.</param>
/// <param name="problem">What is wrong and what is allowed, as one sentence without the place.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class DocumentException(string file, int? line, string problem, Exception? inner = null)
    : Exception(line is null ? $"{file}: {problem}" : $"{file}:{line}: {problem}", inner)
{
    /// <summary>Path of the file as it was given.</summary>
    public string File { get; } = file;

    /// <summary>Line counted from 1; null where the fault belongs to no line.</summary>
    public int? Line { get; } = line;

    /// <summary>What is wrong and what is allowed, without the place.</summary>
    public string Problem { get; } = problem;
}
