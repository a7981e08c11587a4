using Arena.Core.Models.Scripted;

namespace Arena.Core.Models;

/// <summary>The kinds of providers as cards name them.</summary>
public static class ProviderKinds
{
    /// <summary>AWS Bedrock.</summary>
    public const string Bedrock = "bedrock";

    /// <summary>Any server that speaks OpenAI's chat completions.</summary>
    public const string OpenAI = "openai";

    /// <summary>Scripts instead of a model.</summary>
    public const string Scripted = ScriptedProvider.KindName;
}
