namespace Arena.Embedded.Runtime;

/// <summary>One tick of a grain timer, as a request that nobody waits for.</summary>
internal sealed class GrainTimerTick(GrainTimer timer) : GrainRequest(timer.Interleaves, readOnly: false)
{
    public override bool CountsAsUse => timer.KeepsAlive;

    public override bool IsAnswered => timer.IsStopped;

    public override void Fail(Exception exception) => timer.Dispose();

    public override void TimeOut()
    {
        // Nobody waits for a tick.
    }

    public override string ToString() => "a timer tick";

    protected override Task Invoke() => timer.TickAsync();

    protected override void Answer(Task task) =>
        timer.Ticked(task.IsCanceled ? new TaskCanceledException(task) : task.Exception?.InnerException);
}
