namespace Arena.Core.Models.Dialects;

/// <summary>The tags of <see cref="QwenXmlDialect"/>.</summary>
internal static class QwenTags
{
    public const string CallOpen = "<tool_call>";
    public const string CallClose = "</tool_call>";
    public const string FunctionOpen = "<function=";
    public const string FunctionClose = "</function>";
    public const string ParameterOpen = "<parameter=";
    public const string ParameterClose = "</parameter>";
}
