using System.Text.Json;

namespace Arena.Core.Tools;

/// <summary>A tool that acts in a run's workspace. Stateless, so one instance serves all runs.</summary>
public interface IWorkspaceTool
{
    /// <summary>What a model is told of it.</summary>
    ToolDeclaration Declaration { get; }

    /// <summary>Whether a call can change a file of the workspace.</summary>
    bool Writes { get; }

    /// <summary>Whether it runs a command, which the sandbox stops at the time limit and times from its start.</summary>
    bool RunsCommand => false;

    /// <summary>Does what the arguments ask. What the model got wrong is a failed answer that names the rule, never an exception.</summary>
    /// <param name="context">The run's workspace and sandbox.</param>
    /// <param name="arguments">A JSON object that fits the schema.</param>
    /// <param name="timeout">The most that a command started by it may take.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<ToolAnswer> InvokeAsync(ToolContext context, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken);
}
