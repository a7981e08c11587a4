namespace Arena.Embedded.Runtime;

/// <summary>
/// Runs the turns of one activation one at a time on the thread pool. Turns are requests and the continuations of
/// what they await: <see cref="TaskScheduler.Current"/> is this scheduler in all of them.
/// </summary>
internal sealed class TurnScheduler(Activation activation) : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>After so many turns the activation goes to the back of the pool's queue, so that none starves the others.</summary>
    private const int TurnsPerSlice = 64;

    private static readonly Action<object?> RunSliceAction = static self => ((TurnScheduler)self!).RunSlice();

    private readonly Lock gate = new();
    private readonly Queue<object> turns = new();
    private bool scheduled;
    private bool halted;

    public Activation Activation { get; } = activation;

    public override int MaximumConcurrencyLevel => 1;

    public void Enqueue(ITurn turn) => Add(turn);

    /// <summary>Drops all turns, now and from now on, as a crash does.</summary>
    public void Halt()
    {
        lock (gate)
        {
            halted = true;
            turns.Clear();
        }
    }

    // The slice is itself a task of this scheduler: that makes it current for everything the slice runs. The task is
    // made here, on a clean pool thread, so that no caller's execution context flows into a grain.
    void IThreadPoolWorkItem.Execute() =>
        new Task(RunSliceAction, this, TaskCreationOptions.DenyChildAttach).RunSynchronously(this);

    protected override void QueueTask(Task task) => Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        (ReferenceEquals(task.AsyncState, this) || (!taskWasPreviouslyQueued && ReferenceEquals(Current, this)))
        && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (gate)
            return turns.OfType<Task>().ToArray();
    }

    private void Add(object turn)
    {
        lock (gate)
        {
            if (halted)
                return;
            turns.Enqueue(turn);
            if (scheduled)
                return;
            scheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    private void RunSlice()
    {
        for (var count = 0; count < TurnsPerSlice; count++)
        {
            object? turn;
            lock (gate)
            {
                if (!turns.TryDequeue(out turn))
                {
                    scheduled = false;
                    return;
                }
            }

            if (turn is Task task)
                TryExecuteTask(task);
            else
                ((ITurn)turn).Run();
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
