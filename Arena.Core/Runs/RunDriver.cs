using System.Collections.Immutable;
using Arena.Core.Models.Gates;
using Arena.Core.Outcomes;
using Arena.Core.Storage;

namespace Arena.Core.Runs;

/// <summary>
/// Drives one run: decides, performs, records, until there is nothing to do. One driver at a time is the run's writer; one that
/// lost the run to another host learns it at its next append. Not safe for concurrent use: a grain's turns, or one caller.
/// </summary>
public sealed class RunDriver(RunKey run, StepPerformer performer, RunServices services) : IAsyncDisposable
{
    private readonly Queue<RunEvent> controls = new();
    private CancellationTokenSource? step;
    private bool stepMayBeInterrupted;

    /// <summary>The run as its transcript tells it.</summary>
    public RunState State { get; private set; } = RunState.Empty;

    /// <summary>Whether a pause, resumption or cancellation was asked for that is not recorded yet.</summary>
    public bool HasControls => controls.Count > 0;

    /// <summary>Is told of every exception that ended an attempt as an infrastructure error.</summary>
    public Action<RunStep?, Exception>? OnInfrastructureError { get; init; }

    /// <summary>Reads and folds the transcript.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var e in await services.Log.ReadAsync(run, State.Seq, cancellationToken))
            State = State.Apply(e);
    }

    /// <summary>Begins an attempt. Asking again for one that has begun changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The attempt does not follow the last one.</exception>
    public async Task CreateAsync(RunCreated created, CancellationToken cancellationToken)
    {
        if (State.Created is { } known && known.Attempt >= created.Attempt)
            return;
        if (created.Attempt != (State.Created?.Attempt ?? 0) + 1 || (State.Created is not null && State.Finished is null))
            throw new InvalidOperationException($"Attempt {created.Attempt} of {run} cannot begin: attempt {State.Created?.Attempt ?? 0} is not over.");
        await AppendAsync([created], Holdings.None, cancellationToken);
    }

    /// <summary>
    /// Takes the run over: repairs what another host left open and records the claim. Void for a run that is over.
    /// An environment that cannot be made ends the attempt as an infrastructure error.
    /// </summary>
    public async Task ClaimAsync(CancellationToken cancellationToken)
    {
        if (State.Created is null || State.Finished is not null)
            return;
        var repair = RunRecovery.Repair(State);
        string sandbox;
        try
        {
            sandbox = await performer.SandboxAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            OnInfrastructureError?.Invoke(null, e);
            await AppendAsync([.. repair, BrokenBy(null, e)], Holdings.None, cancellationToken);
            return;
        }

        await AppendAsync([.. repair, new RunClaimed((State.Claim?.Epoch ?? 0) + 1, services.Host, sandbox)], Holdings.None, cancellationToken);
    }

    /// <summary>Asks for a pause; the step under way is finished first.</summary>
    public void Pause(string reason) => Control(new RunPaused(reason), interruptStep: false);

    /// <summary>Asks to go on after a pause. The loop must be started again.</summary>
    public void Resume() => Control(new RunResumed(), interruptStep: false);

    /// <summary>Asks for the end; the step under way is broken off.</summary>
    public void Cancel(string reason) => Control(new RunCancelRequested(reason), interruptStep: true);

    /// <summary>Takes steps until there is none, the run is paused, or <paramref name="stopping"/> asks to stop after the step under way.</summary>
    /// <param name="stopping">Stop after the step.</param>
    /// <param name="aborting">Break the step off; a model call under way becomes abandoned.</param>
    /// <exception cref="RunLostException">Another host has taken the run over.</exception>
    public async Task DriveAsync(CancellationToken stopping, CancellationToken aborting)
    {
        while (true)
        {
            await RecordControlsAsync(stopping);
            if (RunPlanner.Next(State) is not { } next || (stopping.IsCancellationRequested && State.OpenCall is null))
                return;
            // A call that may leave is made, or its reservation would be shown as unsettled for nothing; one that may not yet is given up.
            if (stopping.IsCancellationRequested && next is not RunStep.CallModel)
            {
                await AppendAsync(RunRecovery.Repair(State, "the host stopped before it left", mayHaveLeft: false), Holdings.None, CancellationToken.None);
                return;
            }

            await TakeAsync(next, stopping, aborting);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => performer.DisposeAsync();

    private async Task TakeAsync(RunStep next, CancellationToken stopping, CancellationToken aborting)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(aborting);
        (step, stepMayBeInterrupted) = (cancellation, next is RunStep.WaitUntil);
        var held = State.Holdings;
        var from = services.Time.GetTimestamp();
        ImmutableArray<RunEvent> events;
        Holdings holdings;
        try
        {
            (events, holdings) = await performer.PerformAsync(State, next, cancellation.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            var reason = aborting.IsCancellationRequested ? "the host stopped before it came back" : "the run was cancelled before it came back";
            // Only the step that makes the call lets it leave.
            events = RunRecovery.Repair(State, reason, mayHaveLeft: next is RunStep.CallModel);
            var waited = held.WaitedMs + (long)services.Time.GetElapsedTime(from).TotalMilliseconds;
            holdings = next is RunStep.WaitUntil ? held with { WaitedMs = waited } : Holdings.None;
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // A host that stops takes its services away; the next one goes on from here, and nothing is wrong with the run.
            events = RunRecovery.Repair(State, "the host stopped before it came back", mayHaveLeft: next is RunStep.CallModel);
            holdings = Holdings.None;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            OnInfrastructureError?.Invoke(next, e);
            events = [.. RunRecovery.Repair(State, "the host failed: " + e.Message, mayHaveLeft: next is RunStep.CallModel), BrokenBy(next, e)];
            holdings = Holdings.None;
        }
        finally
        {
            step = null;
        }

        await AppendAsync(events, holdings, CancellationToken.None);
        if (events.Any(e => e is ModelCallCompleted or ModelCallFailed or ModelCallAbandoned or RunFinished or RunAnswered))
            await SettleAsync(held, PermitOutcome.Of(events), stopping);
    }

    // A lost report changes nothing: totals are absolute and go out again with the next reservation; leases come back by expiry.
    private async Task SettleAsync(Holdings held, PermitOutcome outcome, CancellationToken stopping)
    {
        if (!stopping.IsCancellationRequested)
            await performer.SettleAsync(State, held, outcome, CancellationToken.None);
    }

    private void Control(RunEvent control, bool interruptStep)
    {
        controls.Enqueue(control);
        if (interruptStep || stepMayBeInterrupted)
            step?.Cancel();
    }

    private async Task RecordControlsAsync(CancellationToken stopping)
    {
        while (controls.TryDequeue(out var control))
        {
            var changes = control switch
            {
                _ when State.Created is null || State.Finished is not null => false,
                RunPaused => !State.Paused && State.CancelRequested is null,
                RunResumed => State.Paused,
                _ => State.CancelRequested is null,
            };
            if (!changes)
                continue;
            var held = State.Holdings;
            if (control is RunCancelRequested && State.OpenCall is { } open)
                await AppendAsync([new ModelCallAbandoned(open.Call, open.Attempt, 0m, "cancelled before it left"), control], Holdings.None, CancellationToken.None);
            else
                await AppendAsync([control], control is RunPaused && State.OpenCall is null ? Holdings.None : held, CancellationToken.None);
            if (!held.IsFree && State.Holdings.IsFree)
                await SettleAsync(held, new PermitOutcome.Abandoned(), stopping);
        }
    }

    private RunFinished BrokenBy(RunStep? during, Exception e) => new(
        RunOutcome.InfrastructureError,
        null,
        $"{(during is null ? "Taking the run over" : during.GetType().Name)}: {e.Message}",
        State.Created!.Attempt,
        State.Totals);

    private async Task AppendAsync(ImmutableArray<RunEvent> events, Holdings holdings, CancellationToken cancellationToken)
    {
        // Time that was waited is told by the next event that can tell it, whatever happens to all else that is held.
        var waited = Math.Max(State.Holdings.WaitedMs, holdings.WaitedMs);
        if (events.Length > 0)
        {
            var at = services.Time.GetUtcNow();
            var (batch, state) = (ImmutableArray.CreateBuilder<RunEvent>(events.Length), State);
            foreach (var e in events)
            {
                var numbered = e switch
                {
                    RunAnswered answered => answered with { WaitedMs = waited },
                    // Totals in the last event stand for everything before it, repairs of the same batch included.
                    RunFinished finished => finished with
                    {
                        WaitedMs = waited,
                        Totals = state.Totals with { WaitingMs = state.Totals.WaitingMs + waited },
                    },
                    _ => e,
                } with { Seq = state.Seq + 1, At = at };
                if (e is ModelCallStarted or RunAnswered or RunFinished)
                    waited = 0;
                batch.Add(numbered);
                state = state.Apply(numbered);
            }

            if (!await services.Log.AppendAsync(run, State.Seq, batch.DrainToImmutable(), cancellationToken))
                throw new RunLostException(run, State.Seq);
            State = state;
        }

        State = State with { Holdings = holdings with { WaitedMs = waited } };
    }
}
