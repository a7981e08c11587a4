using System.Text.Json;

namespace Arena.Core.Tools;

/// <summary>What a model is told of a tool.</summary>
/// <param name="Name">Unique within a task; letters, digits and underscores.</param>
/// <param name="Description">One or two sentences for the model.</param>
/// <param name="Parameters">JSON schema of the arguments: an object schema.</param>
public sealed record ToolDeclaration(string Name, string Description, JsonElement Parameters);
