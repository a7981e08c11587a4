using System.Security.Cryptography;
using System.Text;

namespace Arena.Core.Runs;

/// <summary>How a model is driven: what makes two campaigns comparable beside suite and model.</summary>
/// <param name="Id">For example <c>arena-loop</c>.</param>
/// <param name="Version">Counts up with every change of the loop's behaviour towards the model.</param>
/// <param name="Digest"><c>sha256-</c> over id, version, dialect and system prompt.</param>
public sealed record Harness(string Id, int Version, string Digest)
{
    /// <summary>The system message of Arena's own loop. It names no turn or token budget.</summary>
    public const string SystemPrompt =
        """
        You are a software agent working in a folder, through the tools you are given.
        Look before you act, do what the task asks and no more, and check your work where you can.
        When you are done, answer in plain text without calling a tool: say what you did or found.
        If the task cannot be done with what is there, say so and why, instead of inventing a result.
        """;

    /// <summary>Arena's own loop, with the tools in the provider's native form.</summary>
    public static Harness ArenaLoop { get; } = Create("arena-loop", 1, "native", SystemPrompt);

    /// <summary>Makes a harness with its digest.</summary>
    public static Harness Create(string id, int version, string dialect, string systemPrompt)
    {
        var bytes = Encoding.UTF8.GetBytes($"{id}\n{version}\n{dialect}\n{systemPrompt}");
        return new Harness(id, version, "sha256-" + Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Id}@{Version}";
}
