using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Arena.Simulation.Answers;

namespace Arena.OpenAISimulator;

/// <summary>Answers as the service writes them: one JSON document, or the events of a stream.</summary>
internal static class CompletionJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole answer.</summary>
    public static string Whole(CompletionHead head, SimulatedAnswer answer, JsonObject? usage)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = TextOf(answer) is { Length: > 0 } text ? text : null, ["refusal"] = null };
        if (ReasoningOf(answer) is { Length: > 0 } reasoning)
            message["reasoning_content"] = reasoning;
        var calls = answer.Blocks.OfType<AnswerBlock.Tool>().Select(tool => (JsonNode)Call(tool, tool.Arguments)).ToArray();
        if (calls.Length > 0)
            message["tool_calls"] = new JsonArray(calls);
        foreach (var unknown in answer.Blocks.OfType<AnswerBlock.Unknown>())
            Add(message, unknown);
        var root = Head(head, "chat.completion");
        root["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = answer.StopReason });
        if (usage is not null)
            root["usage"] = usage;
        return root.ToJsonString(Options);
    }

    /// <summary>The events of a stream, the mark of its end included.</summary>
    public static IEnumerable<string> Events(CompletionHead head, SimulatedAnswer answer, JsonObject? usage)
    {
        yield return Chunk(head, new JsonObject { ["role"] = "assistant", ["content"] = "", ["refusal"] = null });
        var tools = 0;
        foreach (var block in answer.Blocks)
        {
            foreach (var delta in Deltas(block, tools))
                yield return Chunk(head, delta);
            tools += block is AnswerBlock.Tool ? 1 : 0;
        }

        yield return Chunk(head, [], answer.StopReason);
        if (usage is not null)
        {
            var last = Head(head, "chat.completion.chunk");
            last["choices"] = new JsonArray();
            last["usage"] = usage;
            yield return last.ToJsonString(Options);
        }

        yield return "[DONE]";
    }

    /// <summary>The tokens as the service tells them.</summary>
    public static JsonObject Usage(SimulatedAnswer answer)
    {
        var prompt = answer.InputTokens + answer.CacheRead + answer.CacheWrite;
        return new JsonObject
        {
            ["prompt_tokens"] = prompt,
            ["completion_tokens"] = answer.OutputTokens,
            ["total_tokens"] = prompt + answer.OutputTokens,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = answer.CacheRead, ["cache_write_tokens"] = answer.CacheWrite },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = answer.ReasoningTokens },
        };
    }

    private static IEnumerable<JsonObject> Deltas(AnswerBlock block, int index) => block switch
    {
        AnswerBlock.Text text => TextPieces.Of(text.Value).Select(piece => new JsonObject { ["content"] = piece }),
        AnswerBlock.Reasoning reasoning => TextPieces.Of(reasoning.Value).Select(piece => new JsonObject { ["reasoning_content"] = piece }),
        AnswerBlock.Tool tool => [
            Part(index, Call(tool, "")),
            .. TextPieces.Of(tool.Arguments).Select(piece => Part(index, new JsonObject { ["function"] = new JsonObject { ["arguments"] = piece } })),
        ],
        AnswerBlock.Unknown unknown => [Add([], unknown)],
        _ => throw new InvalidOperationException($"Chat completions have no place for {block}."),
    };

    private static JsonObject Part(int index, JsonObject call)
    {
        call["index"] = index;
        return new JsonObject { ["tool_calls"] = new JsonArray(call) };
    }

    private static JsonObject Call(AnswerBlock.Tool tool, string arguments) => new()
    {
        ["id"] = tool.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = tool.Name, ["arguments"] = arguments },
    };

    private static JsonObject Add(JsonObject message, AnswerBlock.Unknown unknown)
    {
        foreach (var (name, member) in JsonNode.Parse(unknown.Json)!.AsObject())
            message[name] = member?.DeepClone();
        return message;
    }

    private static string Chunk(CompletionHead head, JsonObject delta, string? finish = null)
    {
        var chunk = Head(head, "chat.completion.chunk");
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish });
        chunk["usage"] = null;
        return chunk.ToJsonString(Options);
    }

    private static JsonObject Head(CompletionHead head, string kind) => new()
    {
        ["id"] = head.Id, ["object"] = kind, ["created"] = head.Created, ["model"] = head.Model, ["system_fingerprint"] = "fp_simulated",
    };

    private static string TextOf(SimulatedAnswer answer) => string.Concat(answer.Blocks.OfType<AnswerBlock.Text>().Select(text => text.Value));

    private static string ReasoningOf(SimulatedAnswer answer) => string.Concat(answer.Blocks.OfType<AnswerBlock.Reasoning>().Select(reasoning => reasoning.Value));
}
