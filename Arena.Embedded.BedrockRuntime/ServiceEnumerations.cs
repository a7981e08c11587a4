using Amazon.Runtime;

namespace Amazon.BedrockRuntime;

internal sealed class ConversationRole(string value) : ConstantClass(value)
{
    public static readonly ConversationRole Assistant = new("assistant");

    public static readonly ConversationRole User = new("user");

    public static implicit operator ConversationRole(string value) => FindValue<ConversationRole>(value);
}

internal sealed class StopReason(string value) : ConstantClass(value)
{
    public static readonly StopReason End_turn = new("end_turn");

    public static readonly StopReason Tool_use = new("tool_use");

    public static implicit operator StopReason(string value) => FindValue<StopReason>(value);
}

internal sealed class ToolResultStatus(string value) : ConstantClass(value)
{
    public static readonly ToolResultStatus Error = new("error");

    public static readonly ToolResultStatus Success = new("success");
}

internal sealed class CachePointType(string value) : ConstantClass(value)
{
    public static readonly CachePointType Default = new("default");
}
