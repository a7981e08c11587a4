using System.Text.Json;

namespace Arena.Core.Models;

/// <summary>How a real provider is reached and spoken to: the mapping <c>connection</c> of a card, pinned with the campaign. Holds no secret.</summary>
/// <param name="Endpoint">Base URL without a slash at its end; null for the provider's own. Bedrock: overrides the region's address.</param>
/// <param name="Region">The provider's region; null where its environment says it.</param>
/// <param name="KeyVariable">Name of the environment variable that holds the API key; null for the provider's usual way. Never the key.</param>
/// <param name="Streaming">Whether answers are streamed where the provider offers it.</param>
/// <param name="MaxTokensField">Name of the field that carries the output limit: <c>max_tokens</c> or <c>max_completion_tokens</c>.</param>
/// <param name="ReasoningField">Name of the message field in which reasoning goes back to the server; null: it does not go back.</param>
/// <param name="Extra">Further fields of the request's body, a JSON object; null for none.</param>
/// <param name="CachePoints">Whether prompts are marked for caching after system prompt and tools, and after the last user message.</param>
/// <param name="Metadata">Whether requests carry the campaign, task and run that they belong to.</param>
/// <param name="Timeout">The most that one call may take.</param>
public sealed record ModelConnection(
    string? Endpoint = null,
    string? Region = null,
    string? KeyVariable = null,
    bool Streaming = true,
    string? MaxTokensField = null,
    string? ReasoningField = null,
    JsonElement? Extra = null,
    bool CachePoints = false,
    bool Metadata = false,
    TimeSpan? Timeout = null)
{
    /// <summary>The most that one call may take where a card does not say: 10 min.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    /// <summary>What a card without the mapping means.</summary>
    public static ModelConnection Default { get; } = new();
}
