namespace Orleans.Runtime;

/// <summary>A timer of one activation; disposing it stops it and cancels the token of a tick in progress.</summary>
public interface IGrainTimer : IDisposable
{
    void Change(TimeSpan dueTime, TimeSpan period);
}
