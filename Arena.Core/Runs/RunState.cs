using System.Collections.Immutable;
using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Outcomes;
using Arena.Core.Tools;
using Arena.Core.Workspaces;

namespace Arena.Core.Runs;

/// <summary>
/// A run as its transcript tells it: the fold of its events, and nothing else but <see cref="Holdings"/>. Counters of the
/// current attempt start anew with each attempt; <see cref="Earlier"/> keeps what the attempts before it used.
/// </summary>
public sealed record RunState
{
    /// <summary>The state before the first event.</summary>
    public static RunState Empty { get; } = new();

    /// <summary>Number of the last event.</summary>
    public long Seq { get; private init; }

    /// <summary>What the current attempt was created with; null before the first event.</summary>
    public RunCreated? Created { get; private init; }

    /// <summary>When the first attempt was created.</summary>
    public DateTimeOffset? StartedAt { get; private init; }

    /// <summary>When the last event was appended.</summary>
    public DateTimeOffset? LastAt { get; private init; }

    /// <summary>The last claim; null before the first.</summary>
    public RunClaimed? Claim { get; private init; }

    /// <summary>The turns and tool results since the instruction, in order: <see cref="ModelCallCompleted"/>, <see cref="ToolCompleted"/>, <see cref="ToolDenied"/>.</summary>
    public ImmutableList<RunEvent> Conversation { get; private init; } = [];

    /// <summary>The model call under way.</summary>
    public ModelCallStarted? OpenCall { get; private init; }

    /// <summary>The failure or abandonment after which the call is to be made again.</summary>
    public RunEvent? LastFailure { get; private init; }

    /// <summary>Number of the last model call that was started, over all attempts of the run.</summary>
    public int LastCall { get; private init; }

    /// <summary>Which try of <see cref="LastCall"/> was started last.</summary>
    public int LastCallAttempt { get; private init; }

    /// <summary>The last completed turn of this attempt.</summary>
    public ModelCallCompleted? LastTurn { get; private init; }

    /// <summary>Tool calls of the last turn that have no result yet, in order.</summary>
    public ImmutableArray<ToolCall> PendingTools { get; private init; } = [];

    /// <summary>The pending tool call under way.</summary>
    public string? OpenTool { get; private init; }

    /// <summary>The last workspace that counts.</summary>
    public WorkspaceTree? Workspace { get; private init; }

    /// <summary>A workspace saved after a tool call whose result is not recorded yet.</summary>
    public WorkspaceSaved? UncommittedWorkspace { get; private init; }

    /// <summary>True between a pause and a resumption.</summary>
    public bool Paused { get; private init; }

    /// <summary>Set once the run is to be cancelled.</summary>
    public RunCancelRequested? CancelRequested { get; private init; }

    /// <summary>The end of the model's part.</summary>
    public RunAnswered? Answered { get; private init; }

    /// <summary>The checker's word.</summary>
    public RunChecked? Checked { get; private init; }

    /// <summary>The end of the current attempt.</summary>
    public RunFinished? Finished { get; private init; }

    /// <summary>What the current attempt used.</summary>
    public RunTotals Totals { get; private init; } = RunTotals.None;

    /// <summary>What the attempts before it used.</summary>
    public RunTotals Earlier { get; private init; } = RunTotals.None;

    /// <summary>The money of the run with all its attempts.</summary>
    public RunLedger Ledger { get; private init; } = RunLedger.Empty;

    /// <summary>How the model went about the current attempt.</summary>
    public RunConduct Conduct { get; private init; } = RunConduct.None;

    /// <summary>True once a tool call was denied because a limit was reached.</summary>
    public bool LimitReached { get; private init; }

    /// <summary>How often each tool was really called, for declared faults.</summary>
    public ImmutableDictionary<string, int> ToolUses { get; private init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>What the driver holds for the next call. Not in the transcript; void after a claim.</summary>
    public Holdings Holdings { get; init; } = Holdings.None;

    /// <summary>True where the current attempt is over and no further one may follow.</summary>
    public bool IsOver => Finished is { } finished
        && (finished.Outcome != RunOutcome.InfrastructureError || Created is null || Created.Attempt >= Created.Attempts);

    /// <summary>What the run used with all its attempts.</summary>
    public RunTotals AllTotals => Earlier + Totals;

    /// <summary>Folds events from the beginning.</summary>
    public static RunState Fold(IEnumerable<RunEvent> events) => events.Aggregate(Empty, (state, e) => state.Apply(e));

    /// <summary>The state after one more event.</summary>
    /// <exception cref="InvalidOperationException">The event does not follow this state: the transcript is damaged, or this is a bug.</exception>
    public RunState Apply(RunEvent e)
    {
        if (e.Seq != Seq + 1)
            throw new InvalidOperationException($"Event {e.Seq} ({e.GetType().Name}) cannot follow event {Seq}.");
        if (Created is null && e is not RunCreated)
            throw new InvalidOperationException($"Event {e.Seq} is {e.GetType().Name}; a transcript begins with RunCreated.");
        var next = e switch
        {
            RunCreated created => Begin(created),
            RunClaimed claim => this with { Claim = claim, OpenTool = null, UncommittedWorkspace = null, Holdings = Holdings.None },
            ModelCallStarted started => Start(started),
            ModelCallCompleted completed => Complete(completed),
            ModelCallFailed failed => Fail(failed, failed.MayBeBilled ? Expect(OpenCall, failed).ReservedUsd : 0m, failed.LatencyMs),
            ModelCallAbandoned abandoned => Fail(abandoned, abandoned.UnsettledUsd, 0),
            ToolStarted started => this with { OpenTool = Pending(started.ToolCallId, started).Id },
            ToolCompleted completed => Complete(completed),
            ToolDenied denied => Deny(denied),
            WorkspaceSaved { ToolCallId: null } saved => this with { Workspace = saved.Tree },
            WorkspaceSaved saved => this with { UncommittedWorkspace = saved },
            RunPaused => this with { Paused = true },
            RunResumed => this with { Paused = false },
            RunCancelRequested cancel => this with { CancelRequested = cancel, Paused = false },
            RunAnswered answered => WithWaiting(answered.WaitedMs) with { Answered = answered, PendingTools = [], OpenTool = null, Holdings = Holdings.None },
            RunChecked @checked => this with { Checked = @checked },
            RunFinished finished => WithWaiting(finished.WaitedMs) with { Finished = finished, Holdings = Holdings.None },
            _ => throw new InvalidOperationException($"Event {e.Seq} has the unknown type {e.GetType().Name}."),
        };
        return next with { Seq = e.Seq, LastAt = e.At };
    }

    private RunState WithWaiting(long waitedMs) => this with { Totals = Totals with { WaitingMs = Totals.WaitingMs + waitedMs } };

    private RunState Begin(RunCreated created) => new()
    {
        Created = created,
        StartedAt = StartedAt ?? created.At,
        Earlier = Earlier + Totals,
        Claim = Claim,
        LastCall = LastCall,
        CancelRequested = CancelRequested,
        Ledger = Ledger,
        // What a call costs at an unknown price is never known, and no sum of it is 0.
        Totals = RunTotals.None with { CostUsd = created.Model.Prices is null ? null : 0m },
    };

    private RunState Start(ModelCallStarted started)
    {
        if (OpenCall is not null)
            throw new InvalidOperationException($"Event {started.Seq} starts a model call while call {OpenCall.Call} is open.");
        return this with
        {
            OpenCall = started,
            LastCall = started.Call,
            LastCallAttempt = started.Attempt,
            Totals = Totals with { WaitingMs = Totals.WaitingMs + started.WaitedMs },
            Ledger = Ledger.Started(started.At, started.ReservedUsd),
            Holdings = Holdings with { WaitedMs = 0 },
        };
    }

    private RunState Complete(ModelCallCompleted completed)
    {
        var open = Expect(OpenCall, completed);
        return this with
        {
            OpenCall = null,
            LastFailure = null,
            LastTurn = completed,
            PendingTools = completed.ToolCalls,
            Conversation = Conversation.Add(completed),
            Totals = Totals with
            {
                Turns = Totals.Turns + 1,
                Usage = Totals.Usage + completed.Usage,
                CostUsd = Totals.CostUsd + completed.CostUsd,
                // A call that came back without its tokens was billed, and nobody knows how much.
                UnsettledUsd = Totals.UnsettledUsd + (completed.CostUsd is null ? open.ReservedUsd ?? 0m : 0m),
                ModelMs = Totals.ModelMs + completed.LatencyMs,
            },
            Ledger = Ledger.Completed(completed.CostUsd),
            Holdings = Holdings.None,
        };
    }

    private RunState Fail(RunEvent failure, decimal? unsettledUsd, long latencyMs)
    {
        Expect(OpenCall, failure);
        return this with
        {
            OpenCall = null,
            LastFailure = failure,
            Totals = Totals with
            {
                UnsettledUsd = Totals.UnsettledUsd + (unsettledUsd ?? 0m),
                ModelMs = Totals.ModelMs + latencyMs,
            },
            Ledger = Ledger.Failed(unsettledUsd),
            Holdings = Holdings.None,
        };
    }

    private RunState Complete(ToolCompleted completed)
    {
        var call = Pending(completed.ToolCallId, completed);
        var saved = UncommittedWorkspace?.ToolCallId == call.Id ? UncommittedWorkspace.Tree : null;
        var changed = saved is not null && saved.Id != Workspace?.Id;
        return WithResult(call, completed) with
        {
            Workspace = saved ?? Workspace,
            UncommittedWorkspace = null,
            ToolUses = ToolUses.SetItem(completed.Tool, ToolUses.GetValueOrDefault(completed.Tool) + 1),
            Conduct = Conduct.After(call, completed, changed),
            Totals = Totals with
            {
                ToolCalls = Totals.ToolCalls + 1,
                ToolMs = Totals.ToolMs + completed.DurationMs,
                WaitingMs = Totals.WaitingMs + completed.WaitedMs,
            },
        };
    }

    private RunState Deny(ToolDenied denied)
    {
        var result = WithResult(Pending(denied.ToolCallId, denied), denied);
        if (denied.Reason == ToolDenial.LimitReached)
            return result with { LimitReached = true };
        return result with
        {
            Conduct = Conduct.AfterDenial(),
            Totals = Totals with { ToolCalls = Totals.ToolCalls + 1 },
        };
    }

    private RunState WithResult(ToolCall call, RunEvent result) => this with
    {
        PendingTools = PendingTools.Remove(call),
        OpenTool = null,
        Conversation = Conversation.Add(result),
    };

    private ToolCall Pending(string id, RunEvent e) =>
        PendingTools is [var first, ..] && first.Id == id
            ? first
            : throw new InvalidOperationException($"Event {e.Seq} is about tool call '{id}', which is not the next one without a result.");

    private static ModelCallStarted Expect(ModelCallStarted? open, RunEvent e) =>
        open ?? throw new InvalidOperationException($"Event {e.Seq} ends a model call, but none is open.");
}
