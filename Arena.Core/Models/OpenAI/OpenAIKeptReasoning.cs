using System.Text.Json;
using System.Text.Json.Nodes;

namespace Arena.Core.Models.OpenAI;

/// <summary>
/// Reasoning that is more than a text (a list of summaries, signed or encrypted blocks), put together from the pieces of a stream:
/// items of the same type and index that follow each other are one, whose texts are joined and whose other members come last.
/// </summary>
internal sealed class OpenAIKeptReasoning
{
    private static readonly string[] Joined = ["text", "summary", "thinking", "data"];

    private JsonNode? value;

    /// <summary>What has been put together; null where there was nothing.</summary>
    public JsonElement? Value => value is null ? null : JsonSerializer.SerializeToElement(value);

    /// <summary>Takes the value of a piece.</summary>
    public void Take(JsonElement? piece)
    {
        if (piece is not { } given)
            return;
        if (given.ValueKind != JsonValueKind.Array)
        {
            value = JsonNode.Parse(given.GetRawText());
            return;
        }

        var items = value as JsonArray ?? [];
        value = items;
        foreach (var item in given.EnumerateArray())
        {
            var node = JsonNode.Parse(item.GetRawText());
            if (node is JsonObject next && items is [.., JsonObject last] && Same(last, next, "type") && Same(last, next, "index"))
                Join(last, next);
            else
                items.Add(node);
        }
    }

    private static void Join(JsonObject last, JsonObject next)
    {
        foreach (var (name, member) in next)
        {
            if (member is null)
                continue;
            last[name] = Joined.Contains(name, StringComparer.Ordinal) && last[name] is JsonValue before && member is JsonValue
                ? before.ToString() + member
                : member.DeepClone();
        }
    }

    private static bool Same(JsonObject a, JsonObject b, string name) => JsonNode.DeepEquals(a[name], b[name]);
}
