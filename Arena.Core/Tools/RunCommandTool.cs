using System.Text;
using System.Text.Json;
using Arena.Core.Sandboxing;

namespace Arena.Core.Tools;

/// <summary>Runs a shell command in the sandbox, in the workspace.</summary>
public sealed class RunCommandTool : IWorkspaceTool
{
    // A lone argument can be no longer than 128 KiB (MAX_ARG_STRLEN of Linux).
    internal const int MostBytes = 120_000;

    /// <inheritdoc/>
    public ToolDeclaration Declaration { get; } = new(
        "run_command",
        "Runs a command with 'sh -c' in the workspace and answers its exit code and output. There is no network; python3 is there.",
        JsonElement.Parse("""
            {"type":"object","properties":{
              "command":{"type":"string","minLength":1,"description":"The command line."}
            },"required":["command"],"additionalProperties":false}
            """));

    /// <inheritdoc/>
    public bool Writes => true;

    /// <inheritdoc/>
    public bool RunsCommand => true;

    /// <inheritdoc/>
    public async Task<ToolAnswer> InvokeAsync(ToolContext context, JsonElement arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var command = arguments.GetProperty("command").GetString()!;
        if (ProblemOfArgument(command, "a command") is { } problem)
            return ToolAnswer.Failed(problem);

        var result = await context.Sandbox.RunAsync(
            new SandboxCommand(["sh", "-c", command], context.Workspace)
            {
                WorkspacePath = context.WorkspacePath,
                WorkspaceWritable = true,
                Timeout = timeout,
                Hidden = context.Hidden,
            },
            cancellationToken);
        var text = new StringBuilder();
        text.Append(result.TimedOut ? $"stopped at the time limit of {timeout.TotalSeconds:0.###} s\n" : $"exit code: {result.ExitCode}\n");
        Append(text, "stdout", result.StandardOutput);
        Append(text, "stderr", result.StandardError);
        return result.TimedOut
            ? new ToolAnswer(text.ToString(), ToolOutcome.TimedOut, Waited: result.Waited)
            : new ToolAnswer(text.ToString(), ToolOutcome.Succeeded, result.ExitCode, result.Waited);
    }

    // No argument list can carry a NUL.
    internal static string? ProblemOfArgument(string argument, string what)
    {
        if (argument.Contains('\0', StringComparison.Ordinal))
            return $"{what} cannot contain a NUL character";
        return Encoding.UTF8.GetByteCount(argument) > MostBytes
            ? $"{what} can have at most {MostBytes} bytes; write a script with write_file and run that"
            : null;
    }

    private static void Append(StringBuilder text, string name, CapturedText captured)
    {
        if (captured.Text.Length == 0)
            return;
        text.Append(name).Append(":\n").Append(captured.Text);
        if (!captured.Text.EndsWith('\n'))
            text.Append('\n');
        if (captured.DroppedBytes > 0)
            text.Append($"[{captured.DroppedBytes} further bytes of {name} were not kept]\n");
    }
}
