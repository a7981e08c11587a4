using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.Simulation.Answers;

namespace Arena.BedrockSimulator.Answers;

/// <summary>Answers as the service writes them: one JSON document, or the events of a stream.</summary>
internal static class AnswerJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole answer.</summary>
    public static string Whole(SimulatedAnswer answer, JsonObject? usage, long latencyMs)
    {
        var root = new JsonObject
        {
            ["output"] = new JsonObject
            {
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = new JsonArray([.. answer.Blocks.Select(ToNode)]) },
            },
            ["stopReason"] = answer.StopReason,
            ["metrics"] = new JsonObject { ["latencyMs"] = latencyMs },
        };
        if (usage is not null)
            root["usage"] = usage;
        if (Trace(answer) is { } trace)
            root["trace"] = trace;
        return root.ToJsonString(Options);
    }

    /// <summary>The events of a stream: type and JSON. The last one tells the tokens.</summary>
    public static IEnumerable<(string Type, string Json)> Events(SimulatedAnswer answer, JsonObject? usage, long latencyMs)
    {
        yield return Event("messageStart", new JsonObject { ["role"] = "assistant" });
        for (var i = 0; i < answer.Blocks.Length; i++)
        {
            if (answer.Blocks[i] is AnswerBlock.Tool tool)
                yield return Event("contentBlockStart", At(i, "start", new JsonObject { ["toolUse"] = new JsonObject { ["toolUseId"] = tool.Id, ["name"] = tool.Name } }));
            foreach (var delta in Deltas(answer.Blocks[i]))
                yield return Event("contentBlockDelta", At(i, "delta", delta));
            yield return Event("contentBlockStop", new JsonObject { ["contentBlockIndex"] = i });
        }

        yield return Event("messageStop", new JsonObject { ["stopReason"] = answer.StopReason });
        var metadata = new JsonObject { ["metrics"] = new JsonObject { ["latencyMs"] = latencyMs } };
        if (usage is null)
            yield break;
        metadata["usage"] = usage;
        if (Trace(answer) is { } trace)
            metadata["trace"] = trace;
        yield return Event("metadata", metadata);
    }

    /// <summary>The tokens as the service tells them.</summary>
    public static JsonObject Usage(SimulatedAnswer answer) => new()
    {
        ["inputTokens"] = answer.InputTokens,
        ["outputTokens"] = answer.OutputTokens,
        ["totalTokens"] = answer.InputTokens + answer.OutputTokens + answer.CacheRead + answer.CacheWrite,
        ["cacheReadInputTokens"] = answer.CacheRead,
        ["cacheWriteInputTokens"] = answer.CacheWrite,
    };

    private static (string Type, string Json) Event(string type, JsonObject payload)
    {
        // The service pads its events so that their sizes tell nothing.
        payload["p"] = "abcdefghijklmnopqrstuvwxyz"[..(type.Length % 26)];
        return (type, payload.ToJsonString(Options));
    }

    private static JsonObject At(int index, string member, JsonObject value) => new() { [member] = value, ["contentBlockIndex"] = index };

    private static IEnumerable<JsonObject> Deltas(AnswerBlock block) => block switch
    {
        AnswerBlock.Text text => TextPieces.Of(text.Value).Select(piece => new JsonObject { ["text"] = piece }),
        AnswerBlock.Tool tool => TextPieces.Of(tool.Arguments).Select(piece => new JsonObject { ["toolUse"] = new JsonObject { ["input"] = piece } }),
        AnswerBlock.Reasoning reasoning => TextPieces.Of(reasoning.Value).Select(piece => Reasoning("text", piece))
            .Concat(reasoning.Signature is { } signature ? [Reasoning("signature", signature)] : []),
        AnswerBlock.Redacted redacted => [Reasoning("redactedContent", Convert.ToBase64String(redacted.Content.AsSpan()))],
        AnswerBlock.Unknown unknown => [JsonNode.Parse(unknown.Json)!.AsObject()],
        _ => throw new InvalidOperationException($"Unknown block {block}."),
    };

    private static JsonObject Reasoning(string member, string value) => new() { ["reasoningContent"] = new JsonObject { [member] = value } };

    private static JsonNode ToNode(AnswerBlock block) => block switch
    {
        AnswerBlock.Text text => new JsonObject { ["text"] = text.Value },
        AnswerBlock.Tool tool => new JsonObject
        {
            ["toolUse"] = new JsonObject { ["toolUseId"] = tool.Id, ["name"] = tool.Name, ["input"] = Arguments(tool.Arguments) },
        },
        AnswerBlock.Reasoning reasoning => new JsonObject { ["reasoningContent"] = new JsonObject { ["reasoningText"] = Signed(reasoning) } },
        AnswerBlock.Redacted redacted => Reasoning("redactedContent", Convert.ToBase64String(redacted.Content.AsSpan())),
        AnswerBlock.Unknown unknown => JsonNode.Parse(unknown.Json)!,
        _ => throw new InvalidOperationException($"Unknown block {block}."),
    };

    private static JsonObject Signed(AnswerBlock.Reasoning reasoning)
    {
        var text = new JsonObject { ["text"] = reasoning.Value };
        if (reasoning.Signature is { } signature)
            text["signature"] = signature;
        return text;
    }

    // What a model wrote need not be JSON; in one document it can then only be a text.
    private static JsonNode Arguments(string arguments)
    {
        try
        {
            return JsonNode.Parse(arguments) ?? JsonValue.Create("");
        }
        catch (JsonException)
        {
            return JsonValue.Create(arguments);
        }
    }

    private static JsonObject? Trace(SimulatedAnswer answer) => answer.ServedModel is { } model
        ? new JsonObject { ["promptRouter"] = new JsonObject { ["invokedModelId"] = model } }
        : null;
}
