using Arena.Core.Models;
using Arena.Core.Outcomes;

namespace Arena.Core.Runs;

/// <summary>Decides what a run does next. Pure: equal states give equal steps.</summary>
public static class RunPlanner
{
    /// <summary>The next step; null where there is none: not created, paused, or over.</summary>
    public static RunStep? Next(RunState s) => s switch
    {
        { Created: null } or { Finished: not null } => null,
        { OpenCall: { } open } => NextOfOpenCall(s, open),
        { CancelRequested: { } cancel } => new RunStep.Finish(RunOutcome.Cancelled, null, cancel.Reason),
        { Paused: true } => null,
        { Workspace: null } => new RunStep.PrepareWorkspace(),
        { Checked: not null } => Conclude(Verdict.Of(s)),
        { Answered: not null } => new RunStep.Check(),
        { PendingTools.Length: > 0 } => NextTool(s),
        { LastTurn.ToolCalls.Length: 0, LastFailure: null } => new RunStep.Answer(RunEnding.Answered),
        _ when Limit(s) is { } limit => new RunStep.Answer(limit),
        _ => NextCall(s),
    };

    // A call whose price is unknown has nothing reserved that could be confirmed.
    private static RunStep NextOfOpenCall(RunState s, ModelCallStarted open)
    {
        if (open.ReservedUsd is null || s.Holdings.Confirmed == open.Seq)
            return new RunStep.CallModel(open);
        return s.Holdings.NotBefore is { } notBefore ? new RunStep.WaitUntil(notBefore, 0) : new RunStep.ConfirmBudget(open);
    }

    private static RunStep NextTool(RunState s)
    {
        var next = s.PendingTools[0];
        if (s.OpenTool == next.Id)
            return new RunStep.RunTool(next);
        return Limit(s) is { } limit ? new RunStep.DenyTools(limit) : new RunStep.StartTool(next);
    }

    private static RunStep NextCall(RunState s)
    {
        var again = s.LastFailure is not null;
        if (s.LastFailure is ModelCallFailed failed && s.Holdings.RetryAllowedAfter != failed.Seq)
        {
            if (failed.Kind == ModelFailureKind.ContextTooLong)
                return new RunStep.Answer(RunEnding.TokenLimit);
            var delay = RetryPolicy.DelayAfter(failed.Kind, failed.Attempt, Milliseconds(failed.RetryAfterMs), Jitter(s.Created!, failed));
            return delay is { } wait
                ? new RunStep.WaitUntil(failed.At + wait, failed.Seq)
                : new RunStep.Finish(RunOutcome.InfrastructureError, null,
                    $"Model call {failed.Call} failed{(failed.Attempt > 1 ? $" {failed.Attempt} times, last" : "")} as {failed.Kind.ToSnakeCase()}: {failed.Message}");
        }

        if (s.LastFailure is ModelCallAbandoned { Attempt: >= RetryPolicy.MaxAttempts } abandoned)
        {
            return new RunStep.Finish(RunOutcome.InfrastructureError, null,
                $"Model call {abandoned.Call} was abandoned at its try {abandoned.Attempt}: {abandoned.Reason}");
        }

        if (s.Holdings.NotBefore is { } notBefore)
            return new RunStep.WaitUntil(notBefore, 0);
        var withdrawn = s.Totals.Turns + 1 >= s.Created!.Limits.Turns || s.Totals.ToolCalls >= s.Created.Limits.ToolCalls;
        if (s.Holdings.ReservedUsd is null)
            return new RunStep.ReserveBudget(withdrawn);
        if (s.Holdings.Lease is null)
            return new RunStep.TakePermit(withdrawn);
        return again
            ? new RunStep.StartCall(s.LastCall, s.LastCallAttempt + 1, withdrawn)
            : new RunStep.StartCall(s.LastCall + 1, 1, withdrawn);
    }

    private static RunStep.Finish Conclude(Verdict verdict) => new(verdict.Outcome, verdict.FailureMode, verdict.Reason);

    // A further model call is still allowed when the tool calls are used up: tools are then withdrawn and the model can answer.
    private static RunEnding? Limit(RunState s)
    {
        var (limits, totals) = (s.Created!.Limits, s.Totals);
        if (totals.ModelMs + totals.ToolMs >= limits.Time.TotalMilliseconds)
            return RunEnding.TimeLimit;
        if (totals.Usage is { Input: { } input, Output: { } output } && input + output >= limits.Tokens)
            return RunEnding.TokenLimit;
        if (s.Conduct.ConsecutiveErrors >= limits.ConsecutiveErrors)
            return RunEnding.ConsecutiveErrors;
        if (totals.Turns >= limits.Turns)
            return RunEnding.TurnLimit;
        if (totals.ToolCalls >= limits.ToolCalls && (s.PendingTools.Length > 0 || s.LimitReached))
            return RunEnding.ToolCallLimit;
        return null;
    }

    private static TimeSpan? Milliseconds(long? value) => value is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    // Spread by the run's name, so that runs that failed together do not come back together, and a replay decides alike.
    private static double Jitter(RunCreated created, ModelCallFailed failed)
    {
        var hash = 2166136261u;
        foreach (var c in $"{created.Campaign}/{created.Task}/{created.Run}/{failed.Call}/{failed.Attempt}")
            hash = (hash ^ c) * 16777619u;
        return hash / (double)uint.MaxValue;
    }
}
