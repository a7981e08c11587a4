using System.Text.Json;
using System.Text.RegularExpressions;
using Arena.Simulation;

namespace Arena.BedrockSimulator.Validation;

/// <summary>
/// What the service checks of a request before a model sees it: its shape, roles that alternate, every tool use answered exactly
/// once and at once, tools declared where they are used, no empty text. Stricter than the service in one thing: a field that it
/// does not know is refused, so that a client's slip shows.
/// </summary>
internal static partial class ConverseValidator
{
    private const int MostCachePoints = 4;

    /// <summary>Checks the body of <c>converse</c> and <c>converse-stream</c>.</summary>
    /// <exception cref="InvalidRequestException">It says what is wrong.</exception>
    public static void Check(JsonElement body)
    {
        var root = new Shape("", body).Object(
            "messages", "system", "inferenceConfig", "toolConfig", "guardrailConfig", "additionalModelRequestFields", "promptVariables",
            "additionalModelResponseFieldPaths", "requestMetadata", "performanceConfig", "serviceTier", "outputConfig");
        CheckConversation(root);
        if (root.Optional("inferenceConfig") is { } inference)
            CheckInference(inference);
        if (root.Optional("requestMetadata") is { } metadata)
            CheckMetadata(metadata);
    }

    /// <summary>Checks the body of <c>count-tokens</c> and gives the conversation in it.</summary>
    public static JsonElement CheckCount(JsonElement body)
    {
        var converse = new Shape("", body).Object("input").Required("input").Union(out var member, "converse", "invokeModel");
        if (member != "converse")
            throw converse.Wrong("is not simulated; only converse is");
        converse.Object("messages", "system", "toolConfig", "additionalModelRequestFields");
        CheckConversation(converse);
        return converse.Value;
    }

    private static void CheckConversation(Shape root)
    {
        var cachePoints = 0;
        var usesTools = CheckMessages(root.Required("messages").List(1), ref cachePoints);
        foreach (var block in root.Optional("system")?.List() ?? [])
        {
            var value = block.Union(out var member, "text", "guardContent", "cachePoint");
            if (member == "text")
                CheckText(value);
            else if (member == "cachePoint")
                CheckCachePoint(value, ref cachePoints);
        }

        if (root.Optional("toolConfig") is { } config)
            CheckTools(config, ref cachePoints);
        else if (usesTools)
            throw new InvalidRequestException("The toolConfig field must be defined when using toolUse and toolResult content blocks.");
        if (cachePoints > MostCachePoints)
            throw new InvalidRequestException($"A request can have {MostCachePoints} cache points at most, and has {cachePoints}.");
        if (root.Optional("additionalModelRequestFields") is { Value.ValueKind: not JsonValueKind.Object } fields)
            throw fields.Wrong("must be an object");
    }

    private static bool CheckMessages(IReadOnlyList<Shape> messages, ref int cachePoints)
    {
        var usesTools = false;
        var known = new HashSet<string>(StringComparer.Ordinal);
        List<string> pending = [];
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i].Object("role", "content");
            message.Required("role").OneOf("user", "assistant");
            var expected = i % 2 == 0 ? "user" : "assistant";
            if (message.Required("role").String() != expected)
                throw new InvalidRequestException(i == 0 ? "A conversation must start with a user message." : "A conversation must alternate between user and assistant roles.");
            var (uses, results) = CheckContent(message.Required("content"), expected == "user", ref cachePoints);
            usesTools |= uses.Count + results.Count > 0;
            foreach (var id in uses.Where(id => !known.Add(id)))
                throw new InvalidRequestException($"The model returned the following errors: messages.{i}: `tool_use` ids must be unique, and '{id}' is not.");
            var missing = pending.Except(results, StringComparer.Ordinal).ToList();
            if (missing.Count > 0)
                throw new InvalidRequestException($"Expected toolResult blocks at messages.{i}.content for the following Ids: {string.Join(", ", missing)}");
            if (results.Count > pending.Count || results.Distinct(StringComparer.Ordinal).Count() != results.Count)
                throw new InvalidRequestException($"The number of toolResult blocks at messages.{i}.content exceeds the number of toolUse blocks of previous turn.");
            pending = uses;
        }

        if (messages.Count % 2 == 0)
            throw new InvalidRequestException("This model does not support assistant message prefill. The conversation must end with a user message.");
        return usesTools;
    }

    private static (List<string> Uses, List<string> Results) CheckContent(Shape content, bool user, ref int cachePoints)
    {
        List<string> uses = [];
        List<string> results = [];
        foreach (var block in content.List(1))
        {
            var value = block.Union(
                out var member, "text", "image", "document", "video", "audio", "toolUse", "toolResult", "guardContent", "cachePoint", "reasoningContent", "citationsContent", "searchResult");
            if (member is "toolResult" && !user || member is "toolUse" or "reasoningContent" && user)
                throw new InvalidRequestException($"{(user ? "User" : "Assistant")} messages cannot contain {member}. Please remove it and try again.");
            switch (member)
            {
                case "text":
                    CheckText(value);
                    break;
                case "toolUse":
                    uses.Add(CheckToolUse(value));
                    break;
                case "toolResult":
                    results.Add(CheckToolResult(value));
                    break;
                case "reasoningContent":
                    CheckReasoning(value);
                    break;
                case "cachePoint":
                    CheckCachePoint(value, ref cachePoints);
                    break;
            }
        }

        return (uses, results);
    }

    private static string CheckToolUse(Shape use)
    {
        use.Object("toolUseId", "name", "input", "type");
        CheckName(use.Required("name"));
        if (use.Required("input").Value.ValueKind != JsonValueKind.Object)
            throw new InvalidRequestException($"The format of the value at {use.Path}.input is invalid. Provide a json object for the field and try again.");
        return CheckName(use.Required("toolUseId"));
    }

    private static string CheckToolResult(Shape result)
    {
        result.Object("toolUseId", "content", "status", "type");
        var content = result.Required("content").List();
        foreach (var block in content)
        {
            var value = block.Union(out var member, "text", "json", "image", "document", "video", "searchResult");
            if (member == "text")
                CheckText(value);
            else if (member == "json" && value.Value.ValueKind != JsonValueKind.Object)
                throw value.Wrong("must be a json object");
        }

        if (result.Optional("status") is { } status)
        {
            status.OneOf("success", "error");
            if (status.String() == "error" && content.Count == 0)
                throw new InvalidRequestException($"The content field at {result.Path} cannot be empty when status value is error.");
        }

        return CheckName(result.Required("toolUseId"));
    }

    private static void CheckReasoning(Shape reasoning)
    {
        var value = reasoning.Union(out var member, "reasoningText", "redactedContent");
        if (member == "redactedContent")
        {
            if (!value.Value.TryGetBytesFromBase64(out _))
                throw value.Wrong("must be base64");
            return;
        }

        value.Object("text", "signature").Required("text").String();
        value.Optional("signature")?.String();
    }

    private static void CheckTools(Shape config, ref int cachePoints)
    {
        config.Object("tools", "toolChoice");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tool in config.Required("tools").List(1))
        {
            var value = tool.Union(out var member, "toolSpec", "systemTool", "cachePoint");
            if (member == "cachePoint")
                CheckCachePoint(value, ref cachePoints);
            if (member != "toolSpec")
                continue;
            value.Object("name", "description", "inputSchema", "strict");
            if (!names.Add(CheckName(value.Required("name"))))
                throw new InvalidRequestException($"The toolConfig field contains the duplicate tool name '{value.Required("name").String()}'.");
            value.Optional("description")?.String(1);
            var schema = value.Required("inputSchema").Object("json").Required("json");
            if (schema.Value.ValueKind != JsonValueKind.Object || !schema.Value.TryGetProperty("type", out var type) || type.GetString() != "object")
                throw new InvalidRequestException($"The value at {schema.Path}.type must be one of the following: object.");
        }

        if (config.Optional("toolChoice") is { } choice)
            choice.Union(out _, "auto", "any", "tool");
    }

    private static void CheckInference(Shape inference)
    {
        inference.Object("maxTokens", "temperature", "topP", "stopSequences");
        inference.Optional("maxTokens")?.Number(1, int.MaxValue);
        inference.Optional("temperature")?.Number(0, 1);
        inference.Optional("topP")?.Number(0, 1);
        inference.Optional("stopSequences")?.List(0, 2500);
    }

    private static void CheckMetadata(Shape metadata)
    {
        var entries = metadata.Value.EnumerateObject().ToList();
        if (entries.Count is 0 or > 16 || entries.Exists(entry => entry.Value.ValueKind != JsonValueKind.String || !Metadata.IsMatch(entry.Name) || !Metadata.IsMatch(entry.Value.GetString()!)))
            throw metadata.Wrong("must have 1 to 16 entries of plain text, each up to 256 characters");
    }

    private static void CheckText(Shape text)
    {
        if (string.IsNullOrWhiteSpace(text.String()))
            throw new InvalidRequestException($"The text field in the ContentBlock object at {text.Path[..^".text".Length]} is blank. Add text to the text field, and try again.");
    }

    private static void CheckCachePoint(Shape point, ref int count)
    {
        point.Object("type", "ttl").Required("type").OneOf("default");
        point.Optional("ttl")?.OneOf("5m", "1h");
        count++;
    }

    private static string CheckName(Shape name) => Name.IsMatch(name.String(1, 64))
        ? name.String()
        : throw new InvalidRequestException($"1 validation error detected: Value '{name.String()}' at '{name.Path}' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+");

    [GeneratedRegex("^[a-zA-Z0-9_-]+\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name { get; }

    [GeneratedRegex("^[a-zA-Z0-9\\s:_@$#=/+,.-]{1,256}\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Metadata { get; }
}
