using System.Collections.Immutable;

namespace Arena.Core.Tools;

/// <summary>All tools that a task can offer.</summary>
public static class ToolCatalog
{
    private static readonly ImmutableArray<IWorkspaceTool> Usual =
        [new ListFilesTool(), new ReadFileTool(), new WriteFileTool(), new EditFileTool(), new SearchTextTool(), new RunCommandTool()];

    private static readonly ImmutableArray<IWorkspaceTool> All = [.. Usual, new SqlQueryTool()];

    /// <summary>What a task without a list offers, in this order.</summary>
    public static ImmutableArray<string> Standard { get; } = [.. Usual.Select(tool => tool.Declaration.Name)];

    /// <summary>The names of all tools: the standard ones, and those that a task must ask for.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(tool => tool.Declaration.Name)];

    /// <summary>The tool of that name; null where there is none.</summary>
    public static IWorkspaceTool? Find(string name) => All.FirstOrDefault(tool => tool.Declaration.Name == name);
}
