using Arena.Core.Models.Dialects;
using Arena.Core.Storage;
using Arena.Core.Tools;
using Arena.Core.Workspaces;

namespace Arena.Core.Runs;

/// <summary>Tool calls: each gets exactly one result, made or denied.</summary>
public sealed partial class StepPerformer
{
    private async Task<StepResult> StartToolAsync(RunState state, ToolCall call, CancellationToken cancellationToken)
    {
        var text = await call.Arguments.ReadAsync(services.Blobs, cancellationToken);
        var readable = ToolArguments.TryParse(text, out var arguments);
        if (!readable && ToolDialects.Find(state.Created!.Model.Dialect) is { } dialect
            && dialect.ProblemOf(await state.LastTurn!.Text.ReadAsync(services.Blobs, cancellationToken), text, DialectTools.Of(state.Created.Tools)) is { } unreadable)
        {
            return Result(state, new ToolDenied(call.Id, call.Name, ToolDenial.InvalidArguments,
                StoredText.Inline($"The tool call cannot be read: {Short(unreadable)}. Write it like this:\n{dialect.Example}")));
        }

        var declaration = state.Created!.Tools.FirstOrDefault(tool => tool.Name == call.Name);
        if (declaration is null)
        {
            var offered = string.Join(", ", state.Created.Tools.Select(tool => tool.Name));
            return Result(state, new ToolDenied(call.Id, call.Name, ToolDenial.UnknownTool,
                StoredText.Inline($"There is no tool '{Short(call.Name)}'. The tools are: {offered}.")));
        }

        var problem = readable
            ? ArgumentValidator.Validate(declaration.Parameters, arguments)
            : "they are not a JSON object, or hold text that is not valid Unicode";
        return problem is null
            ? Result(state, new ToolStarted(call.Id, call.Name))
            : Result(state, new ToolDenied(call.Id, call.Name, ToolDenial.InvalidArguments,
                StoredText.Inline($"The arguments of {call.Name} do not fit: {Short(problem)}. Its schema: {declaration.Parameters.GetRawText()}")));
    }

    private async Task<StepResult> RunToolAsync(RunState state, ToolCall call, CancellationToken cancellationToken)
    {
        var use = state.ToolUses.GetValueOrDefault(call.Name) + 1;
        if (state.Created!.Faults.FirstOrDefault(fault => fault.Tool == call.Name && fault.Call == use) is { } fault)
        {
            return Result(state, new ToolCompleted(
                call.Id, call.Name, ToolOutcome.Failed, StoredText.Inline(fault.Error), null, null, Fault: true, 0));
        }

        var world = await RestoredAsync(state, cancellationToken);
        _ = ToolArguments.TryParse(await call.Arguments.ReadAsync(services.Blobs, cancellationToken), out var arguments);
        var from = services.Time.GetTimestamp();
        var limit = Shorter(state.Created.Limits.ToolTimeout, TimeLeft(state));
        var output = await world.InvokeAsync(call.Name, arguments, limit, cancellationToken);
        var took = Milliseconds(from, output.Outcome == ToolOutcome.TimedOut ? limit : null, output.Waited);
        WorkspaceSaved? saved = null;
        if (output.MayHaveChangedWorkspace)
        {
            try
            {
                var tree = await world.SaveAsync(cancellationToken);
                saved = tree.Id == state.Workspace!.Id ? null : new WorkspaceSaved(tree, call.Id);
            }
            catch (WorkspaceLimitException e)
            {
                await world.RestoreAsync(state.Workspace, cancellationToken);
                output = new ToolOutput(e.Message + " The change was undone.", ToolOutcome.Failed, Waited: output.Waited);
            }
        }

        var completed = new ToolCompleted(
            call.Id, call.Name, output.Outcome, await StoredText.StoreAsync(output.Text, services.Blobs, cancellationToken),
            output.FullText, output.ExitCode, Fault: false, took, (long)Math.Ceiling(output.Waited.TotalMilliseconds));
        return saved is null ? Result(state, completed) : Result(state, saved, completed);
    }

    private static RunEvent Deny(ToolCall call, RunEnding limit) =>
        new ToolDenied(call.Id, call.Name, ToolDenial.LimitReached, StoredText.Inline($"Not called: the run ended by its {limit.ToSnakeCase()}."));

    private static string Short(string text) => text.Length <= 500 ? text : text[..500] + "...";
}
