using System.Text.Json;

namespace Arena.Core.Models.Bedrock;

/// <summary>What a reasoning block was sealed with, as one opaque text that survives in a transcript: a signature, or the whole content where it was redacted.</summary>
internal static class ReasoningSeal
{
    public static string? Signed(string? signature) =>
        signature is null ? null : JsonSerializer.Serialize(new Dictionary<string, string> { ["signature"] = signature });

    public static string Redacted(ReadOnlySpan<byte> content) =>
        JsonSerializer.Serialize(new Dictionary<string, string> { ["redacted"] = Convert.ToBase64String(content) });

    public static (string? Signature, byte[]? Redacted) Read(string? seal)
    {
        if (seal is null)
            return default;
        using var document = JsonDocument.Parse(seal);
        return document.RootElement.TryGetProperty("redacted", out var redacted)
            ? (null, redacted.GetBytesFromBase64())
            : (document.RootElement.GetProperty("signature").GetString(), null);
    }
}
