namespace Arena.Core.Tests;

/// <summary>
/// One thread and one clock for everything that a test starts: what is ready to go on is taken in an order that the seed decides, and
/// the clock moves to the next timer once nothing is. The same seed is the same history.
/// </summary>
internal sealed class Simulation(int seed) : TimeProvider
{
    private readonly List<(SendOrPostCallback Callback, object? State)> ready = [];
    private readonly PriorityQueue<(SimulatedTimer Timer, long Version), (DateTimeOffset Due, long Order)> timers = new();
    private DateTimeOffset now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly int thread = Environment.CurrentManagedThreadId;
    private long order;

    public Random Random { get; } = new(seed);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.Ticks;

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock to where the story begins.</summary>
    public void StartAt(DateTimeOffset at) => now = at;

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Random.Next(times) == 0;

    /// <summary>Lets others go first, perhaps.</summary>
    public async Task YieldAsync()
    {
        await Task.Yield();
    }

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken = default) => Task.Delay(delay, this, cancellationToken);

    /// <summary>Runs to the end of <paramref name="story"/>.</summary>
    public void Run(Func<Task> story)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Context(this));
        try
        {
            var end = story();
            while (!end.IsCompleted)
                StepOnce();
            end.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void StepOnce()
    {
        if (ready.Count > 0)
        {
            var i = Random.Next(ready.Count);
            var (callback, state) = ready[i];
            ready[i] = ready[^1];
            ready.RemoveAt(ready.Count - 1);
            callback(state);
            return;
        }

        if (!timers.TryDequeue(out var next, out var due))
            throw new InvalidOperationException("Nothing is ready and nothing is waited for: the story never ends.");
        if (next.Timer.Version != next.Version)
            return;
        now = due.Due > now ? due.Due : now;
        next.Timer.Fire();
    }

    private sealed class Context(Simulation simulation) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            // Whatever hands work to the thread pool has no place in a story that must be the same every time.
            if (Environment.CurrentManagedThreadId != simulation.thread)
                Environment.FailFast("The simulation has more than one thread: " + Environment.StackTrace);
            simulation.ready.Add((d, state));
        }

        public override void Send(SendOrPostCallback d, object? state) => d(state);
    }

    private sealed class SimulatedTimer(Simulation simulation, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public long Version { get; private set; }

        public void Fire()
        {
            if (period > TimeSpan.Zero)
                Change(period, period);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan repeat)
        {
            Version++;
            period = repeat;
            if (dueTime >= TimeSpan.Zero)
                simulation.timers.Enqueue((this, Version), (simulation.now + dueTime, simulation.order++));
            return true;
        }

        public void Dispose() => Version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
