using System.Text;

namespace Arena.Core.Models;

/// <summary>
/// A safe over-estimate of prompt tokens. A byte-level tokenizer never makes more tokens than there are bytes; what the model
/// has been charged for already is known exactly and taken from the last call.
/// </summary>
public static class PromptEstimate
{
    /// <summary>Tokens that a message, a tool call or a tool declaration may add beside its text.</summary>
    public const int Overhead = 32;

    /// <summary>
    /// Tokens of the prompt that a provider itself puts before tool declarations: 600. The largest that one documents is 530
    /// (Anthropic, Claude 3 Opus).
    /// </summary>
    public const int ToolPreamble = 600;

    /// <summary>Upper bound for a text that has not been sent yet.</summary>
    public static long OfText(string text) => Encoding.UTF8.GetByteCount(text) + Overhead;

    /// <summary>Upper bound for all tool declarations of a request; 0 where there is none.</summary>
    public static long OfTools(IEnumerable<string> declarations) =>
        declarations.Sum(OfText) is > 0 and var tokens ? tokens + ToolPreamble : 0;
}
