using System.Text.Json;
using System.Text.RegularExpressions;
using Arena.Core.Documents;

namespace Arena.Core.Models;

/// <summary>Reads the mapping <c>connection</c> of a card. Each provider has its own keys; any other is an error that lists them.</summary>
internal static partial class ModelConnectionReader
{
    private static readonly string[] MaxTokensFields = ["max_tokens", "max_completion_tokens"];

    // A run and its price rest on these fields.
    private static readonly Dictionary<string, string> OpenAIFields = new(StringComparer.Ordinal)
    {
        ["model"] = "name it by model",
        ["messages"] = "they are the run's",
        ["tools"] = "they are the task's",
        ["n"] = "one answer is asked for",
        ["stream"] = "choose it by connection.streaming",
        ["max_tokens"] = "set it by maxOutputTokens, and its name by connection.maxTokensField",
        ["max_completion_tokens"] = "set it by maxOutputTokens, and its name by connection.maxTokensField",
    };

    /// <summary>Reads the mapping; null where the provider is reached without one.</summary>
    public static ModelConnection? Read(string provider, YamlValue? value)
    {
        if (value is null)
            return IsReal(provider) ? ModelConnection.Default : null;
        if (!IsReal(provider))
            throw value.Error($"the provider '{provider}' has no connection; only bedrock and openai have one.");
        var map = value.Map();
        var connection = provider == ProviderKinds.Bedrock ? ReadBedrock(map) : ReadOpenAI(map);
        map.Done();
        return connection;
    }

    private static bool IsReal(string provider) => provider is ProviderKinds.Bedrock or ProviderKinds.OpenAI;

    private static ModelConnection ReadBedrock(YamlMap map) => ReadCommon(map) with
    {
        Region = map.Optional("region") is { } region ? Name(region, RegionName, "a region like us-east-1") : null,
        // Signed reasoning always goes back; this sends back what is not signed, which some models refuse.
        ReasoningField = map.Optional("reasoningField")?.OneOf("reasoningContent"),
        CachePoints = map.Optional("cachePoints")?.Bool() ?? false,
        Metadata = map.Optional("metadata")?.Bool() ?? false,
    };

    private static ModelConnection ReadOpenAI(YamlMap map) => ReadCommon(map, OpenAIFields) with
    {
        MaxTokensField = map.Optional("maxTokensField")?.OneOf(MaxTokensFields),
        ReasoningField = map.Optional("reasoningField") is { } field ? Name(field, FieldName, "the name of a field like reasoning_content") : null,
        Metadata = map.Optional("metadata")?.Bool() ?? false,
    };

    private static ModelConnection ReadCommon(YamlMap map, Dictionary<string, string>? own = null) => new(
        Endpoint: map.Optional("endpoint") is { } endpoint ? ReadEndpoint(endpoint) : null,
        KeyVariable: map.Optional("keyVariable") is { } variable ? ReadVariable(variable) : null,
        Streaming: map.Optional("streaming")?.Bool() ?? true,
        Extra: map.Optional("extra") is { } extra ? ReadExtra(extra, own) : null,
        Timeout: map.Optional("timeout")?.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)));

    private static JsonElement ReadExtra(YamlValue extra, Dictionary<string, string>? own)
    {
        if (!extra.IsMap)
            throw extra.Error($"{extra.Path} must be a mapping of fields of the request's body.");
        var fields = extra.Map();
        foreach (var field in fields.Keys.Where(field => own?.ContainsKey(field) == true))
            throw fields.Required(field).Error($"{extra.Path}.{field} is set by Arena: {own![field]}.");
        return extra.JsonElement();
    }

    private static string ReadEndpoint(YamlValue value)
    {
        // A user in the address would be a secret in a card, and the message must not show it either.
        if (!Uri.TryCreate(value.String(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw value.Error($"{value.Path} must be an address like https://host:port/path, without user, query or fragment.");
        }

        return uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    // What stands here by mistake may be the key itself: it is not repeated in the message.
    private static string ReadVariable(YamlValue value) => VariableName.IsMatch(value.String())
        ? value.String()
        : throw value.Error($"{value.Path} must be the name of an environment variable like MY_API_KEY; the key itself never stands in a card.");

    private static string Name(YamlValue value, Regex form, string expected) => form.IsMatch(value.String())
        ? value.String()
        : throw value.Error($"{value.Path} must be {expected}.");

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,63}\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VariableName { get; }

    // Not one that a message has anyway.
    [GeneratedRegex("^(?!(role|content|name|tool_calls)\\z)[A-Za-z_][A-Za-z0-9_.-]{0,99}\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FieldName { get; }

    [GeneratedRegex("^[a-z]{2,}(-[a-z0-9]+)+\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RegionName { get; }
}
