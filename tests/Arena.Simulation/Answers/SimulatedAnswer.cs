using System.Collections.Immutable;

namespace Arena.Simulation.Answers;

/// <summary>What a simulated model answers.</summary>
/// <param name="Blocks">The parts of the message, in order.</param>
/// <param name="StopReason">Why it stopped, in the provider's word.</param>
/// <param name="InputTokens">Prompt tokens that were not cached.</param>
/// <param name="OutputTokens">Output tokens.</param>
/// <param name="CacheRead">Prompt tokens read from a cache.</param>
/// <param name="CacheWrite">Prompt tokens written to a cache.</param>
/// <param name="ServedModel">The model that answered, where a router chose it; null where there was none.</param>
/// <param name="ReasoningTokens">Output tokens spent on reasoning.</param>
public sealed record SimulatedAnswer(
    ImmutableArray<AnswerBlock> Blocks,
    string StopReason,
    long InputTokens = 100,
    long OutputTokens = 20,
    long CacheRead = 0,
    long CacheWrite = 0,
    string? ServedModel = null,
    long ReasoningTokens = 0);

/// <summary>A part of a message. A closed set.</summary>
public abstract record AnswerBlock
{
    private AnswerBlock() { }

    /// <summary>Text.</summary>
    public sealed record Text(string Value) : AnswerBlock;

    /// <summary>A tool call; its arguments need not be JSON.</summary>
    public sealed record Tool(string Id, string Name, string Arguments) : AnswerBlock;

    /// <summary>Reasoning, with the signature that it must come back with, if any.</summary>
    public sealed record Reasoning(string Value, string? Signature) : AnswerBlock;

    /// <summary>Reasoning that nobody may read and that must come back as it is.</summary>
    public sealed record Redacted(ImmutableArray<byte> Content) : AnswerBlock;

    /// <summary>A part of a kind that clients do not know, as JSON.</summary>
    public sealed record Unknown(string Json) : AnswerBlock;
}
