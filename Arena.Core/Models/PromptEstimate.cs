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

    /// <summary>Upper bound for a text that has not been sent yet.</summary>
    public static long OfText(string text) => Encoding.UTF8.GetByteCount(text) + Overhead;
}
