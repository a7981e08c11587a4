using System.Text.Json;
using System.Text.RegularExpressions;

namespace Arena.Core.Models.OpenAI;

/// <summary>
/// What a server says of an error. Each has its own form of it, and a proxy on the way has a page of HTML or nothing at all.
/// </summary>
/// <param name="Message">For people.</param>
/// <param name="Code">The error's name; null where it has none.</param>
/// <param name="Status">The status that the error itself tells, which may differ from that of the response; null where it tells none.</param>
internal sealed partial record OpenAIError(string Message, string? Code = null, int? Status = null)
{
    private const int LongestText = 500;

    /// <summary>Reads the body of an error.</summary>
    public static OpenAIError Read(string body)
    {
        var text = body.Trim();
        if (text.Length == 0)
            return new OpenAIError("The server gave no reason.");
        if (text.StartsWith('<'))
            return new OpenAIError(Title.Match(text) is { Success: true } title ? $"A page of HTML: {title.Groups["text"].Value.Trim()}" : "A page of HTML.");
        try
        {
            using var document = JsonDocument.Parse(text, OpenAIJson.Options);
            return Of(document.RootElement) ?? new OpenAIError(Shortened(text));
        }
        catch (JsonException)
        {
            return new OpenAIError(Shortened(text));
        }
    }

    /// <summary>The error that a document tells; null where it tells none.</summary>
    public static OpenAIError? Of(JsonElement root)
    {
        var error = root.Member("error");
        if (error.ValueKind == JsonValueKind.String)
            return new OpenAIError(OpenAIJson.TextOf(error));
        if (error.ValueKind == JsonValueKind.Object)
            return Described(error);
        if (root.Member("choices").ValueKind != JsonValueKind.Undefined)
            return null;
        // Forms without the member "error": vLLM's older one, and FastAPI's.
        if (root.Text("object") == "error")
            return Described(root);
        return root.Member("detail") switch
        {
            { ValueKind: JsonValueKind.String } detail => new OpenAIError(OpenAIJson.TextOf(detail)),
            { ValueKind: JsonValueKind.Array or JsonValueKind.Object } detail => new OpenAIError(Shortened(detail.GetRawText())),
            _ => root.Text("message") is { } message ? new OpenAIError(message, root.Text("code") ?? root.Text("type")) : null,
        };
    }

    private static OpenAIError Described(JsonElement error)
    {
        // What a router passes on stands behind a message that says little.
        var behind = error.Member("metadata").Text("raw");
        var message = error.Text("message") ?? Shortened(error.GetRawText());
        return new OpenAIError(
            behind is null ? message : $"{message}: {Shortened(behind)}",
            error.Text("code") ?? error.Text("type"),
            (error.Number("code") ?? error.Number("status")) is { } status and >= 400 and < 600 ? (int)status : null);
    }

    private static string Shortened(string text) => text.Length <= LongestText ? text : text[..LongestText] + "...";

    [GeneratedRegex("<title[^>]*>(?<text>[^<]{0,200})</title>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Title { get; }
}
