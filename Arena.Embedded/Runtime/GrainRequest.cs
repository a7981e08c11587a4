namespace Arena.Embedded.Runtime;

/// <summary>A request to an activation: a call or a tick of a timer. The activation's lock guards its links and flags.</summary>
internal abstract class GrainRequest(bool interleaves, bool readOnly) : ITurn
{
    private bool completed;

    public Activation Activation { get; set; } = null!;

    public GrainRequest? Previous { get; set; }

    public GrainRequest? Next { get; set; }

    public bool Interleaves { get; } = interleaves;

    public bool ReadOnly { get; } = readOnly;

    /// <summary>How often an activation ended before it came to this request.</summary>
    public int Forwards { get; set; }

    /// <summary>The timestamp after which the caller waits no longer.</summary>
    public long Deadline { get; protected init; } = long.MaxValue;

    /// <summary>Whether it resets the idle age of the activation.</summary>
    public virtual bool CountsAsUse => true;

    /// <summary>Whether the caller has its answer already, so that a request that waits need not run.</summary>
    public abstract bool IsAnswered { get; }

    public void Run()
    {
        Task task;
        try
        {
            task = Invoke() ?? throw new InvalidOperationException($"{this} returned null instead of a task.");
        }
        catch (Exception exception)
        {
            task = Task.FromException(exception);
        }

        if (task.IsCompleted)
            Finish(task);
        else
            _ = task.ContinueWith(
                static (done, self) => ((GrainRequest)self!).Finish(done),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
    }

    /// <summary>Answers the caller if it still waits; the work itself goes on.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>The caller has waited for too long.</summary>
    public abstract void TimeOut();

    protected abstract Task Invoke();

    protected abstract void Answer(Task task);

    private void Finish(Task task)
    {
        if (completed)
            return;
        completed = true;
        var exception = task.IsFaulted ? task.Exception!.InnerException : null;
        Activation.Complete(this, exception);
        Answer(task);
    }
}
