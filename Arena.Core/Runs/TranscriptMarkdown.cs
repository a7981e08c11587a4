using System.Globalization;
using System.Text;
using Arena.Core.Storage;
using Arena.Core.Tools;

namespace Arena.Core.Runs;

/// <summary>A transcript for people, in Markdown.</summary>
public static class TranscriptMarkdown
{
    /// <summary>Writes the events.</summary>
    public static string Write(RunKey run, IEnumerable<RunEvent> events)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {run}\n");
        foreach (var e in events)
            Append(text, e);
        return text.ToString();
    }

    private static void Append(StringBuilder text, RunEvent e)
    {
        switch (e)
        {
            case RunCreated created:
                Heading(text, e, $"Attempt {created.Attempt}: {created.Model.Card} on {created.Suite.Id}/{created.Task}");
                Line(text, $"Tools: {string.Join(", ", created.Tools.Select(tool => tool.Name))}. Harness: {created.Harness}.");
                Block(text, "system", created.SystemPrompt);
                Block(text, "instruction", Shown(created.Instruction));
                break;
            case RunClaimed claimed:
                Heading(text, e, $"Claimed by {claimed.Host} (epoch {claimed.Epoch}, sandbox {claimed.Sandbox})");
                break;
            case ModelCallCompleted turn:
                Heading(text, e, $"Model call {turn.Call}" + (turn.Attempt > 1 ? $", try {turn.Attempt}" : ""));
                Line(text, $"{turn.LatencyMs} ms, {turn.Usage.Input?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} prompt and {turn.Usage.Output?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} output tokens, {(turn.CostUsd is { } cost ? "$" + cost.ToString(CultureInfo.InvariantCulture) : "cost unknown")}, {turn.FinishReason}");
                if (turn.OverrunUsd is { } overrun)
                    Line(text, $"${overrun.ToString(CultureInfo.InvariantCulture)} more than was reserved for it.");
                if (turn.Reasoning is { } reasoning)
                    Block(text, "reasoning", Shown(reasoning));
                if (turn.Text.Bytes > 0)
                    Block(text, "text", Shown(turn.Text));
                foreach (var call in turn.ToolCalls)
                    Block(text, $"{call.Name} ({call.Id})", Shown(call.Arguments));
                break;
            case ModelCallFailed failed:
                Heading(text, e, $"Model call {failed.Call}, try {failed.Attempt} failed: {failed.Kind.ToSnakeCase()}");
                Line(text, failed.Message);
                if (failed.Partial is { } partial)
                    Line(text, $"Lost: {partial}.");
                break;
            case ModelCallAbandoned abandoned:
                Heading(text, e, $"Model call {abandoned.Call}, try {abandoned.Attempt} abandoned: {abandoned.Reason}");
                break;
            case ToolCompleted tool:
                var outcome = tool.Outcome == ToolOutcome.Succeeded ? "" : $" {tool.Outcome.ToSnakeCase()}";
                Heading(text, e, $"{tool.Tool} ({tool.ToolCallId}){outcome}{(tool.Fault ? ", injected by the task" : "")}");
                Line(text, $"{tool.DurationMs} ms{(tool.ExitCode is { } code ? $", exit code {code}" : "")}");
                Block(text, "output", Shown(tool.Output));
                break;
            case ToolDenied denied:
                Heading(text, e, $"{denied.Tool} ({denied.ToolCallId}) denied: {denied.Reason.ToSnakeCase()}");
                Line(text, Shown(denied.Message));
                break;
            case RunPaused paused:
                Heading(text, e, $"Paused: {paused.Reason}");
                break;
            case RunCancelRequested cancel:
                Heading(text, e, $"To be cancelled: {cancel.Reason}");
                break;
            case RunAnswered answered:
                Heading(text, e, $"The model's part is over: {answered.Ending.ToSnakeCase()}");
                if (answered.Reason is { } because)
                    Line(text, because);
                break;
            case RunChecked verdict:
                Heading(text, e, verdict.Passed switch { true => "Checked: passed", false => "Checked: failed", null => "The checker broke" });
                if (verdict.Broken is { } broken)
                    Line(text, broken);
                foreach (var check in verdict.Checks)
                    text.Append(CultureInfo.InvariantCulture, $"- [{(check.Passed ? 'x' : ' ')}] {check.Name}{(check.Detail.Length > 0 ? ": " + check.Detail.ReplaceLineEndings(" ") : "")}\n");
                break;
            case RunFinished finished:
                Heading(text, e, $"Finished: {finished.Outcome.ToSnakeCase()}{(finished.FailureMode is { } mode ? $", {mode.ToSnakeCase()}" : "")}");
                if (finished.Reason is { } reason)
                    Line(text, reason);
                if (finished.Signals is { } signals)
                    Line(text, $"Signals: {(signals.Names().Any() ? string.Join(", ", signals.Names()) : "none")}.");
                foreach (var evidence in finished.Signals?.Evidence ?? [])
                    text.Append(CultureInfo.InvariantCulture, $"- {evidence.ReplaceLineEndings(" ")}\n");
                break;
        }
    }

    private static void Heading(StringBuilder text, RunEvent e, string title) =>
        text.Append(CultureInfo.InvariantCulture, $"\n## {e.Seq}. {title.ReplaceLineEndings(" ")}\n\n{e.At.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} UTC\n");

    private static void Line(StringBuilder text, string line) => text.Append('\n').Append(line).Append('\n');

    private static void Block(StringBuilder text, string title, string content)
    {
        // The fence must be longer than any run of backticks in what it holds.
        var longest = 0;
        var current = 0;
        foreach (var c in content)
            longest = Math.Max(longest, current = c == '`' ? current + 1 : 0);
        var fence = new string('`', Math.Max(3, longest + 1));
        text.Append(CultureInfo.InvariantCulture, $"\n**{title}**\n\n{fence}\n{content}\n{fence}\n");
    }

    private static string Shown(StoredText stored) =>
        stored.Blob is { } blob ? $"{stored.Shown}\n... ({stored.Bytes} bytes in blob {blob})" : stored.Shown;
}
