using System.Security.Cryptography;
using System.Text;
using Arena.Core.Models;
using Arena.Core.Models.Dialects;

namespace Arena.Core.Runs;

/// <summary>How a model is driven: what makes two campaigns comparable beside suite and model.</summary>
/// <param name="Id">For example <c>arena-loop</c>.</param>
/// <param name="Version">Counts up with every change of the loop's behaviour towards the model.</param>
/// <param name="Digest"><c>sha256-</c> over id, version, dialect and system prompt, the dialect's part of it included.</param>
/// <param name="Dialect">How tools are shown to the model; null is <see cref="ModelCard.NativeDialect"/>.</param>
public sealed record Harness(string Id, int Version, string Digest, string? Dialect = null)
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
    public static Harness ArenaLoop { get; } = Create("arena-loop", 1, ModelCard.NativeDialect, SystemPrompt);

    /// <summary>Arena's own loop, with the tools in a dialect.</summary>
    /// <param name="dialect">The dialect; null is <see cref="ModelCard.NativeDialect"/>.</param>
    /// <exception cref="NotSupportedException">There is no such dialect; the message lists those that exist.</exception>
    public static Harness ArenaLoopIn(string? dialect) => ToolDialects.Find(dialect) is { } found
        ? Create("arena-loop", 1, found.Name, $"{SystemPrompt}\n{found.Guide}\n{found.Withdrawn}")
        : ArenaLoop;

    /// <summary>Makes a harness with its digest.</summary>
    public static Harness Create(string id, int version, string dialect, string systemPrompt)
    {
        var bytes = Encoding.UTF8.GetBytes($"{id}\n{version}\n{dialect}\n{systemPrompt}");
        return new Harness(id, version, "sha256-" + Convert.ToHexStringLower(SHA256.HashData(bytes)), dialect == ModelCard.NativeDialect ? null : dialect);
    }

    /// <summary>For example <c>arena-loop@1</c>, or <c>arena-loop@1 react</c> where the dialect is not the native one.</summary>
    public override string ToString() => Dialect is null ? $"{Id}@{Version}" : $"{Id}@{Version} {Dialect}";
}
