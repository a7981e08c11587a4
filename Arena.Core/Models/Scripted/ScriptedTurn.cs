using System.Collections.Immutable;

namespace Arena.Core.Models.Scripted;

/// <summary>What a scripted model answers to one call.</summary>
/// <param name="Text">Its text; may be empty.</param>
/// <param name="ToolCalls">Its tool calls, in order; none in a final answer.</param>
/// <param name="Usage">The tokens that it claims; null lets the client count four characters as a token.</param>
/// <param name="Latency">How long the call would have taken; multiplied by the campaign's factor, which is 0 by default.</param>
public sealed record ScriptedTurn(
    string Text, ImmutableArray<ScriptedToolCall> ToolCalls, ScriptedUsage? Usage, TimeSpan Latency);

/// <summary>A tool call in a script.</summary>
/// <param name="Tool">Name of the tool, which need not exist.</param>
/// <param name="Arguments">The arguments as JSON text, which need not be valid.</param>
public sealed record ScriptedToolCall(string Tool, string Arguments);

/// <summary>Tokens that a script claims.</summary>
/// <param name="Input">Prompt tokens, cached ones included.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="CacheRead">Prompt tokens read from a cache.</param>
/// <param name="Reasoning">Output tokens spent on reasoning.</param>
public sealed record ScriptedUsage(long Input, long Output, long CacheRead = 0, long Reasoning = 0);
