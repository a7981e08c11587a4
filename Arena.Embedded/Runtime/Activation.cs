using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Arena.Embedded.Runtime;

/// <summary>
/// One grain in memory. It decides which request may start (its lock guards that), while its scheduler runs what has
/// started. Its life: activating, active, deactivating, dead; a request that comes too late goes to a new activation.
/// </summary>
internal sealed partial class Activation(EmbeddedSilo silo, GrainClass grainClass, GrainId id) : IGrainContext
{
    /// <summary>A grain that always deactivates before it serves would else send its requests round for ever.</summary>
    private const int MaxForwards = 8;

    private readonly Lock gate = new();
    private readonly Queue<GrainRequest> waiting = new();
    private readonly List<GrainTimer> timers = [];
    private readonly List<IPersistedState> states = [];
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TurnScheduler? scheduler;
    private TaskCompletionSource? requestsDone;
    private AsyncServiceScope scope;
    private GrainRequest? newest;
    private Phase phase = Phase.Activating;
    private DeactivationReason? asked;
    private int running;
    private int runningExclusively;
    private int runningReadOnly;
    private long lastUse;
    private DateTimeOffset keepUntil = DateTimeOffset.MinValue;

    private enum Phase
    {
        Activating,
        Active,
        Deactivating,
        Dead,
    }

    /// <summary>The activation whose turn is running, if any.</summary>
    public static Activation? Current => (TaskScheduler.Current as TurnScheduler)?.Activation;

    public EmbeddedSilo Silo => silo;

    public GrainClass Class => grainClass;

    public GrainId GrainId => id;

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => scope.ServiceProvider;

    public GrainReference GrainReference => silo.Reference(this);

    /// <summary>Completes when the activation is dead.</summary>
    public Task Ended => ended.Task;

    private TurnScheduler Scheduler => scheduler!;

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public void Begin()
    {
        lock (gate)
        {
            if (phase == Phase.Dead)
                return;
            scheduler = new TurnScheduler(this);
        }

        scheduler.Enqueue(new LifecycleTurn(() => _ = ActivateAsync()));
    }

    /// <summary>Takes the request; false when the activation is dead and the directory has to be asked again.</summary>
    public bool TryAccept(GrainRequest request)
    {
        lock (gate)
        {
            if (phase == Phase.Dead)
                return false;
            request.Activation = this;
            Link(request);
            if (phase == Phase.Active && (Interleaves(request) || (waiting.Count == 0 && MayStart(request))))
                Start(request);
            else
                waiting.Enqueue(request);
            return true;
        }
    }

    /// <summary>Called by a request when its work is done.</summary>
    public void Complete(GrainRequest request, Exception? failure)
    {
        TaskCompletionSource? done = null;
        lock (gate)
        {
            Unlink(request);
            running--;
            if (!Interleaves(request))
            {
                if (request.ReadOnly)
                    runningReadOnly--;
                else
                    runningExclusively--;
            }

            if (request.CountsAsUse)
                lastUse = silo.Time.GetTimestamp();
            if (phase == Phase.Active)
                StartWaiting();
            else if (running == 0)
                done = requestsDone;
        }

        done?.TrySetResult();
        if (failure is InconsistentStateException { IsSource: true } stale)
        {
            stale.IsSource = false;
            Deactivate(new(DeactivationReasonCode.ApplicationError, stale, "The stored state has changed under the activation."));
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            asked ??= deactivationReason;
            if (phase != Phase.Active)
                return;
            phase = Phase.Deactivating;
        }

        Scheduler.Enqueue(new LifecycleTurn(() => _ = DeactivateAsync(asked.Value)));
    }

    public void DelayDeactivation(TimeSpan delay)
    {
        lock (gate)
        {
            keepUntil = delay == Timeout.InfiniteTimeSpan || delay == TimeSpan.MaxValue
                ? DateTimeOffset.MaxValue
                : silo.Time.GetUtcNow() + delay;
        }
    }

    public GrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, silo.Time, callback, options);
        lock (gate)
        {
            timers.RemoveAll(t => t.IsStopped);
            if (phase < Phase.Deactivating)
                timers.Add(timer);
            else
                timer.Dispose();
        }

        timer.Start();
        return timer;
    }

    public IPersistedState AddState(IPersistedState state)
    {
        states.Add(state);
        return state;
    }

    /// <summary>Deactivates if nothing has used the activation for its age limit.</summary>
    public void CollectIfIdle()
    {
        var limit = grainClass.AgeLimit;
        lock (gate)
        {
            if (phase != Phase.Active || newest is not null || limit <= TimeSpan.Zero
                || keepUntil > silo.Time.GetUtcNow() || silo.Time.GetElapsedTime(lastUse) < limit)
                return;
        }

        Deactivate(new(DeactivationReasonCode.ActivationIdle, $"Idle for {limit}."));
    }

    /// <summary>Tells the callers that have waited for too long so; what runs goes on, what waits will not run.</summary>
    public void TimeOutRequests(long now)
    {
        List<GrainRequest>? late = null;
        lock (gate)
        {
            for (var request = newest; request is not null; request = request.Previous)
            {
                if (request.Deadline <= now && !request.IsAnswered)
                    (late ??= []).Add(request);
            }
        }

        late?.ForEach(request => request.TimeOut());
    }

    /// <summary>Ends at once, as a crash does: no further turn runs, nothing is deactivated, the callers fail.</summary>
    public void Crash(Exception reason)
    {
        var dropped = Die(withRunning: true);
        scheduler?.Halt();
        StopTimers();
        dropped.ForEach(request => request.Fail(reason));
        ended.TrySetResult();
    }

    private bool Interleaves(GrainRequest request) => request.Interleaves || grainClass.Reentrant;

    private bool MayStart(GrainRequest request) =>
        Interleaves(request) || (runningExclusively == 0 && (request.ReadOnly || runningReadOnly == 0));

    private void StartWaiting()
    {
        while (waiting.TryPeek(out var next) && MayStart(next))
        {
            waiting.Dequeue();
            if (next.IsAnswered)
                Unlink(next); // its caller has given up
            else
                Start(next);
        }
    }

    private void Start(GrainRequest request)
    {
        running++;
        if (!Interleaves(request))
        {
            if (request.ReadOnly)
                runningReadOnly++;
            else
                runningExclusively++;
        }

        Scheduler.Enqueue(request);
    }

    private void Link(GrainRequest request)
    {
        (request.Previous, request.Next) = (newest, null);
        if (newest is not null)
            newest.Next = request;
        newest = request;
    }

    private void Unlink(GrainRequest request)
    {
        if (request.Previous is { } previous)
            previous.Next = request.Next;
        if (request.Next is { } next)
            next.Previous = request.Previous;
        else if (ReferenceEquals(newest, request))
            newest = request.Previous;
        (request.Previous, request.Next) = (null, null);
    }

    private sealed class LifecycleTurn(Action action) : ITurn
    {
        public void Run() => action();
    }
}
