using Orleans.Runtime;

namespace Arena.Embedded.Runtime;

/// <summary>A timer of one activation: due, it sends a tick as a request; done, the tick arms it again.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation activation;
    private readonly Func<CancellationToken, Task> callback;
    private readonly CancellationTokenSource stopped = new();
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private TimeSpan dueTime;
    private TimeSpan period;
    private bool ticking;
    private bool changed;

    public GrainTimer(
        Activation activation, TimeProvider time, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, nameof(options.DueTime));
        Check(options.Period, nameof(options.Period));
        this.activation = activation;
        this.callback = callback;
        (dueTime, period) = (options.DueTime, options.Period);
        Interleaves = options.Interleave;
        KeepsAlive = options.KeepAlive;
        timer = time.CreateTimer(
            static self => ((GrainTimer)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool Interleaves { get; }

    public bool KeepsAlive { get; }

    public bool IsStopped => stopped.IsCancellationRequested;

    public void Start() => Change(dueTime, period);

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (gate)
        {
            (this.dueTime, this.period) = (dueTime, period);
            if (IsStopped)
                return;
            changed = true;
            if (!ticking)
                timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (IsStopped)
                return;
            timer.Dispose();
            stopped.Cancel();
        }
    }

    public Task TickAsync() => IsStopped ? Task.CompletedTask : callback(stopped.Token);

    /// <summary>Called when a tick is done: the next one is a period away, or where a change during the tick put it.</summary>
    public void Ticked(Exception? failure)
    {
        if (failure is not null && !(failure is OperationCanceledException && IsStopped))
            activation.Silo.Log.TimerTickFailed(failure, activation.GrainId);
        lock (gate)
        {
            ticking = false;
            if (IsStopped)
                return;
            // A period of zero would spin.
            var next = changed ? dueTime : period == TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : period;
            timer.Change(next, Timeout.InfiniteTimeSpan);
        }
    }

    private static void Check(TimeSpan value, string name)
    {
        if (value != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, name);
    }

    private void Fire()
    {
        lock (gate)
        {
            if (IsStopped || ticking)
                return;
            ticking = true;
            changed = false;
        }

        activation.TryAccept(new GrainTimerTick(this));
    }
}
