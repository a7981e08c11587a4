using System.Text.Json;
using System.Text.RegularExpressions;
using Arena.Simulation;

namespace Arena.OpenAISimulator;

/// <summary>
/// What strict servers check of a request before a model sees it: its shape, every tool call answered exactly once and at once,
/// arguments that are JSON objects, tools with a schema. Stricter than OpenAI in one thing: of the fields that only other servers
/// know, a few are taken, and any further one is refused, so that a client's slip shows.
/// </summary>
internal static partial class ChatValidator
{
    private const int MostTools = 128;

    private static readonly string[] Fields =
    [
        "messages", "model", "max_tokens", "max_completion_tokens", "temperature", "top_p", "n", "stop", "stream", "stream_options", "tools", "tool_choice",
        "parallel_tool_calls", "response_format", "seed", "presence_penalty", "frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "user", "metadata",
        "store", "service_tier", "reasoning_effort", "verbosity", "prompt_cache_key", "safety_identifier",
        "top_k", "min_p", "repetition_penalty", "chat_template_kwargs", "reasoning", "provider",
    ];

    /// <summary>Checks the body of a chat completion.</summary>
    /// <exception cref="InvalidRequestException">It says what is wrong.</exception>
    public static void Check(JsonElement body)
    {
        var root = new Shape("", body).Object(Fields);
        root.Required("model").String(1);
        CheckMessages(root.Required("messages").List(1));
        CheckSampling(root);
        CheckStream(root);
        if (root.Optional("tools") is { } tools)
            CheckTools(tools.List(1, MostTools));
        else if (root.Optional("tool_choice") is not null || root.Optional("parallel_tool_calls") is not null)
            throw new InvalidRequestException("'tool_choice' and 'parallel_tool_calls' are only allowed when 'tools' are specified.");
        if (root.Optional("metadata") is { } metadata)
            CheckMetadata(metadata);
    }

    private static void CheckMessages(IReadOnlyList<Shape> messages)
    {
        List<string> pending = [];
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i].Object("role", "content", "name", "tool_calls", "tool_call_id", "refusal", "reasoning_content", "reasoning", "reasoning_details");
            var role = message.Required("role").OneOf("system", "developer", "user", "assistant", "tool");
            if (role == "tool")
            {
                CheckContent(message.Required("content"));
                if (!pending.Remove(message.Required("tool_call_id").String(1)))
                    throw new InvalidRequestException($"Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls' (messages[{i}]).");
                continue;
            }

            CheckAnswered(pending);
            if (role == "assistant")
                pending = CheckTurn(message);
            else if (message.Optional("tool_calls") is { } calls)
                throw calls.Wrong($"must not stand in a message of role '{role}'");
            else
                CheckContent(message.Required("content"));
        }

        CheckAnswered(pending);
    }

    private static void CheckAnswered(List<string> pending)
    {
        if (pending.Count > 0)
        {
            throw new InvalidRequestException(
                "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
                $"The following tool_call_ids did not have response messages: {string.Join(", ", pending)}");
        }
    }

    private static List<string> CheckTurn(Shape message)
    {
        List<string> ids = [];
        if (message.Optional("tool_calls") is { } calls)
        {
            foreach (var call in calls.List(1))
            {
                call.Object("id", "type", "function").Required("type").OneOf("function");
                var function = call.Required("function").Object("name", "arguments");
                CheckName(function.Required("name"));
                CheckArguments(function.Required("arguments"));
                var id = call.Required("id").String(1);
                if (ids.Contains(id, StringComparer.Ordinal))
                    throw call.Wrong($"has the id '{id}', which another call of the message has too");
                ids.Add(id);
            }
        }

        if (message.Optional("content") is { } content)
            CheckContent(content);
        else if (ids.Count == 0)
            throw InvalidRequestException.Missing(message.Path + ".content");
        foreach (var field in new[] { "reasoning_content", "reasoning" })
            message.Optional(field)?.String();
        return ids;
    }

    private static void CheckArguments(Shape arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments.String());
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw arguments.Wrong("must be the text of a JSON object");
        }
        catch (JsonException)
        {
            throw arguments.Wrong("must be the text of a JSON object");
        }
    }

    private static void CheckContent(Shape content)
    {
        if (content.Value.ValueKind == JsonValueKind.String)
            return;
        foreach (var part in content.List(1))
        {
            part.Object("type", "text").Required("type").OneOf("text");
            part.Required("text").String();
        }
    }

    private static void CheckSampling(Shape root)
    {
        if (root.Optional("max_tokens") is not null && root.Optional("max_completion_tokens") is not null)
            throw new InvalidRequestException("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.");
        root.Optional("max_tokens")?.Number(1, int.MaxValue);
        root.Optional("max_completion_tokens")?.Number(1, int.MaxValue);
        root.Optional("temperature")?.Number(0, 2);
        root.Optional("top_p")?.Number(0, 1);
        root.Optional("n")?.Number(1, 1);
        if (root.Optional("stop") is { Value.ValueKind: not JsonValueKind.String } stop)
            stop.List(1, 4).ToList().ForEach(item => item.String(1));
    }

    private static void CheckStream(Shape root)
    {
        var stream = root.Optional("stream");
        if (stream is { Value.ValueKind: not (JsonValueKind.True or JsonValueKind.False) } wrong)
            throw wrong.Wrong("must be true or false");
        if (root.Optional("stream_options") is not { } options)
            return;
        options.Object("include_usage", "include_obfuscation");
        if (stream?.Value.ValueKind != JsonValueKind.True)
            throw new InvalidRequestException("The 'stream_options' parameter is only allowed when 'stream' is enabled.");
    }

    private static void CheckTools(IReadOnlyList<Shape> tools)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tool in tools)
        {
            tool.Object("type", "function").Required("type").OneOf("function");
            var function = tool.Required("function").Object("name", "description", "parameters", "strict");
            CheckName(function.Required("name"));
            if (!names.Add(function.Required("name").String()))
                throw function.Wrong($"has the name '{function.Required("name").String()}', which another tool has too");
            function.Optional("description")?.String();
            if (function.Optional("parameters") is not { } schema)
                continue;
            if (schema.Value.ValueKind != JsonValueKind.Object || !schema.Value.TryGetProperty("type", out var type) || type.GetString() != "object")
                throw schema.Wrong("must be a JSON schema of type 'object'");
        }
    }

    private static void CheckMetadata(Shape metadata)
    {
        if (metadata.Value.ValueKind != JsonValueKind.Object)
            throw metadata.Wrong("must be an object");
        var entries = metadata.Value.EnumerateObject().ToList();
        if (entries.Count > 16 || entries.Exists(entry => entry.Name.Length > 64 || entry.Value.ValueKind != JsonValueKind.String || entry.Value.GetString()!.Length > 512))
            throw metadata.Wrong("must have at most 16 entries of text, with names up to 64 and values up to 512 characters");
    }

    private static void CheckName(Shape name)
    {
        if (!Name.IsMatch(name.String()))
            throw name.Wrong("must match the pattern '^[a-zA-Z0-9_-]{1,64}$'");
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name { get; }
}
