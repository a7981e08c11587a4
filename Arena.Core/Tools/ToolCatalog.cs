using System.Collections.Immutable;

namespace Arena.Core.Tools;

/// <summary>All tools that a task can offer.</summary>
public static class ToolCatalog
{
    private static readonly ImmutableArray<IWorkspaceTool> All =
        [new ListFilesTool(), new ReadFileTool(), new WriteFileTool(), new EditFileTool(), new SearchTextTool(), new RunCommandTool()];

    /// <summary>Their names, in the order in which a task without a list offers them.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(tool => tool.Declaration.Name)];

    /// <summary>The tool of that name; null where there is none.</summary>
    public static IWorkspaceTool? Find(string name) => All.FirstOrDefault(tool => tool.Declaration.Name == name);
}
