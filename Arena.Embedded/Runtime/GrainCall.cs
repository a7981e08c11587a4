using Microsoft.Extensions.Logging;

namespace Arena.Embedded.Runtime;

/// <summary>One call of a grain method and the task its caller awaits.</summary>
internal sealed class GrainCall<TResult> : GrainRequest
{
    private readonly GrainMethod method;
    private readonly object?[] arguments;
    private readonly TaskCompletionSource<TResult> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GrainCall(GrainMethod method, object?[] arguments, long deadline)
        : base(method.AlwaysInterleaves, method.ReadOnly)
    {
        this.method = method;
        this.arguments = arguments;
        Deadline = deadline;
    }

    public Task<TResult> Task => answer.Task;

    public override bool IsAnswered => answer.Task.IsCompleted;

    public override string ToString() => method.ToString();

    public override void Fail(Exception exception) => answer.TrySetException(exception);

    public override void TimeOut() => Fail(new TimeoutException(
        $"No response within {method.Timeout} to {method} of {Activation.GrainId}. The call may still complete."));

    protected override Task Invoke()
    {
        var token = method.Token(arguments);
        return token.IsCancellationRequested
            ? System.Threading.Tasks.Task.FromCanceled(token)
            : method.Invoke(Activation.GrainInstance!, arguments);
    }

    protected override void Answer(Task task)
    {
        if (task.IsCompletedSuccessfully)
        {
            answer.TrySetResult(typeof(TResult) == typeof(Nothing) ? default! : ((Task<TResult>)task).Result);
            return;
        }

        // The same exception object reaches the caller: its type, its message and the stack it was thrown with.
        var exception = Failure(task);
        answer.TrySetException(exception);
        if (method.OneWay)
            Activation.Silo.Log.OneWayCallFailed(exception, method, Activation.GrainId);
        _ = answer.Task.Exception; // observed: whoever dropped the task does not care
    }

    private static Exception Failure(Task task)
    {
        if (task.Exception is { } failures)
            return failures.InnerExceptions[0];
        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException cancelled)
        {
            return cancelled;
        }

        return new TaskCanceledException(task);
    }
}
