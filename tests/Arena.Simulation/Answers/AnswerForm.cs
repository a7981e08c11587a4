namespace Arena.Simulation.Answers;

/// <summary>A provider's words for what a script has none of its own for.</summary>
/// <param name="EndReason">Why a turn ends that is an answer.</param>
/// <param name="ToolReason">Why a turn ends that calls tools.</param>
/// <param name="ToolPrefix">What the ids of tool calls begin with.</param>
/// <param name="MetadataName">The field of a request that tells of its task.</param>
public sealed record AnswerForm(string EndReason, string ToolReason, string ToolPrefix, string MetadataName);
